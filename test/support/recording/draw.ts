import type { Line, Run } from './screen.ts';

/** Size of a character, and of the frame around all, in pixels. */
const WIDTH = 8;
const HEIGHT = 19;
const MARGIN = 20;
const BAR = 34;

/** The eight colours on a dark ground. */
const COLOURS = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'];

/** A picture of what stood on a terminal; each line comes when it came, once, where the viewer moves pictures at all. */
export function drawRecording(lines: readonly Line[], { title, columns }: { readonly title: string; readonly columns: number }): string {
  const width = columns * WIDTH + 2 * MARGIN;
  const height = BAR + lines.length * HEIGHT + MARGIN;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map((colour, index) => `<circle cx="${20 + index * 18}" cy="17" r="6" fill="${colour}"/>`);
  const texts = lines.flatMap(({ runs, at }, index) => {
    if (runs.length === 0) return [];
    const y = BAR + index * HEIGHT + 14;
    return [`<text y="${y}" style="animation-delay:${at.toFixed(1)}s">${spans(runs)}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${xml(title)}</title>
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3; white-space: pre; animation: line 0.1s backwards; }
.bold { font-weight: 700; }
.dim { fill: #8b949e; }
${COLOURS.map((colour, index) => `.c${index} { fill: ${colour}; }`).join('\n')}
@keyframes line { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { text { animation: none; } }
</style>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${dots.join('\n')}
${texts.join('\n')}
</svg>
`;
}

/** Each run at its column and of its width, whatever font there is. */
function spans(runs: readonly Run[]): string {
  let column = 0;
  return runs
    .map(({ text, bold, dim, colour }) => {
      const classes = [bold && 'bold', dim && 'dim', colour !== undefined && `c${colour}`].filter(Boolean).join(' ');
      const length = [...text].length;
      const place = `x="${MARGIN + column * WIDTH}" textLength="${length * WIDTH}"`;
      column += length;
      return `<tspan ${place}${classes === '' ? '' : ` class="${classes}"`} xml:space="preserve">${xml(text)}</tspan>`;
    })
    .join('');
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
