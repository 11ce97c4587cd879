import type { AssemblyContent } from '../../../assembly/content.ts';
import type { GraphOptions } from '../graph.ts';
import { draw } from './draw.ts';
import { layOut } from './layout.ts';
import { sceneOf } from './scene.ts';

/**
 * The platform as a picture for a README: environments, clusters, their pools with GPUs, the units of both planes, and an arrow
 * from what is done first to what needs it; a thick one carries values. It is SVG without scripts or outside links, follows
 * light and dark mode, and is the same bytes for the same assembly. Throws KS7006 for an unknown environment.
 */
export async function drawPicture(content: AssemblyContent, options: GraphOptions = {}): Promise<string> {
  const scene = sceneOf(content, options.environment);
  return draw(scene, await layOut(scene));
}
