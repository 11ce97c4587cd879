#!/usr/bin/env node
import { ownPackage } from '../toolkit/program/own-package.ts';
import { synthCommand } from './commands/index.ts';
import { EXIT } from './exit-codes.ts';
import { runCommandLine } from './run.ts';

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.exitCode = await runCommandLine('synth', [synthCommand], () => ownPackage().version, process.argv.slice(2));
