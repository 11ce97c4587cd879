#!/usr/bin/env node
import { synthCommand } from './commands/index.ts';
import { start } from './start.ts';

await start('synth', [synthCommand]);
