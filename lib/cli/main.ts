#!/usr/bin/env node
import { ownPackage } from '../toolkit/program/own-package.ts';
import { commands } from './commands/index.ts';
import { EXIT } from './exit-codes.ts';
import { runCommandLine } from './run.ts';

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.exitCode = await runCommandLine('keelson', commands, () => ownPackage().version, process.argv.slice(2));
