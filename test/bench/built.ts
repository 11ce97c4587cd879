import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/root.ts';

/** A module of the build: what finds its own files beside itself, as the sandbox does, can not stand in a bundled script. */
export const built = <T>(module: string): Promise<T> => import(pathToFileURL(join(root, 'dist', module)).href) as Promise<T>;

const { removeSandbox } = await built<typeof import('../../lib/sandbox/control-plane/down.ts')>('sandbox/control-plane/down.js');
const { startSandbox } = await built<typeof import('../../lib/sandbox/control-plane/up.ts')>('sandbox/control-plane/up.js');

export { removeSandbox, startSandbox };
