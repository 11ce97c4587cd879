import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeWithTable } from './readme-table.ts';
import { root } from './run.ts';

writeFileSync(join(root, 'README.md'), readmeWithTable());
