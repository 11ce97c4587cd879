import { writeFileSync } from 'node:fs';
import { publicApi, snapshotFile } from '../support/public-api.ts';

writeFileSync(snapshotFile, publicApi());
