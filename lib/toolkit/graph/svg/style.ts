/** Colours of one mode: paper, text, and fill and line of each thing. */
interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly environment: readonly [fill: string, line: string];
  readonly cluster: readonly [fill: string, line: string];
  readonly terraform: readonly [fill: string, line: string];
  readonly kubernetes: readonly [fill: string, line: string];
  readonly gpu: readonly [fill: string, line: string];
  readonly pool: readonly [fill: string, line: string];
  readonly value: string;
  readonly order: string;
}

const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  environment: ['#f6f8fa', '#d1d9e0'],
  cluster: ['#ffffff', '#9ac0ec'],
  terraform: ['#f1ebff', '#8250df'],
  kubernetes: ['#e4f1ff', '#0969da'],
  gpu: ['#dff6e3', '#1a7f37'],
  pool: ['#eef1f4', '#818b98'],
  value: '#8250df',
  order: '#818b98',
};

const DARK: Palette = {
  paper: '#0d1117',
  ink: '#f0f6fc',
  faint: '#9198a1',
  environment: ['#151b23', '#3d444d'],
  cluster: ['#0d1117', '#1f5ea8'],
  terraform: ['#271f43', '#a371f7'],
  kubernetes: ['#10263f', '#4493f8'],
  gpu: ['#12301c', '#3fb950'],
  pool: ['#212830', '#656c76'],
  value: '#ab7df8',
  order: '#656c76',
};

const FONT = '-apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif';

/** The style sheet: the picture has a ground of its own, and follows the reader's light or dark mode. */
export function styleSheet(): string {
  return [
    `text{font-family:${FONT}}`,
    '.name{font-size:12px;font-weight:600}.note{font-size:11px}.title{font-size:14px;font-weight:600}.heading{font-size:18px;font-weight:600}',
    '.value,.order{fill:none;stroke-linejoin:round}.value{stroke-width:2}.order{stroke-width:1.2}',
    rules(LIGHT),
    `@media (prefers-color-scheme:dark){${rules(DARK)}}`,
  ].join('\n');
}

function rules(palette: Palette): string {
  const things = (['environment', 'cluster', 'terraform', 'kubernetes', 'gpu', 'pool'] as const).map((name) => {
    const [fill, line] = palette[name];
    return `.${name}{fill:${fill};stroke:${line}}`;
  });
  const edges = (['value', 'order'] as const).map((name) => `.${name}{stroke:${palette[name]}}.${name}-head{fill:${palette[name]}}`);
  return [
    `.paper{fill:${palette.paper}}`,
    `text{fill:${palette.ink}}.note{fill:${palette.faint}}`,
    `.bar-terraform{fill:${palette.terraform[1]}}.bar-kubernetes{fill:${palette.kubernetes[1]}}`,
    ...things,
    ...edges,
  ].join('');
}
