#!/usr/bin/env node
import { commands } from './commands/index.ts';
import { start } from './start.ts';

await start('keelson', commands);
