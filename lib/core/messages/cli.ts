import type { Message } from './message.ts';

/** KS00xx: the command line and the program that it runs. */
export const cliMessages = {
  KS0001: {
    title: 'internal error',
    explanation: 'Keelson itself failed. This is a bug: the message and the stack trace that `--debug` prints help to find it.',
    fix: 'report it with the output of the same command with --debug',
  },
  KS0002: {
    title: 'no program was found',
    explanation:
      'The program is the argument of the command; else what package.json#keelson.app of the current folder names; else main.ts, main.mts, main.js or main.mjs there; else what the nearest package.json above names.',
    fix: 'run the command in the folder of main.ts, name the program (keelson synth path/to/main.ts), or set keelson.app in package.json; keelson init makes a new project',
  },
  KS0003: {
    title: 'the program does not exist',
    explanation: 'The file that the command or package.json#keelson.app names is not there, or is no TypeScript or JavaScript module.',
    fix: 'correct the path',
  },
  KS0004: {
    title: 'the keelson field of a package.json is wrong',
    explanation:
      'package.json#keelson is an object; `app` is the path of the program, `output` that of the output folder, relative to the program, and `flags` are the feature flags that the program takes, such as { "name": true }.',
    fix: 'correct package.json, for example "keelson": { "app": "main.ts", "output": "deploy" }',
  },
  KS0005: {
    title: 'the program does not compile',
    explanation: 'A file of the program has a syntax error. Types are not checked by synth; tsc --noEmit does that.',
    fix: 'correct the file',
  },
  KS0006: {
    title: 'the program failed',
    explanation:
      "The program, or a library that it called, threw an error before platform.synth() was reached. The position is the nearest line of the program's own code.",
    fix: 'correct the program; --debug prints the stack trace',
  },
  KS0007: {
    title: 'the program never called platform.synth()',
    explanation:
      'A program creates one Platform and calls its synth() as the last thing it does, before its main file ends: not in a callback and not after an await.',
    fix: 'add platform.synth() at the end of the program',
  },
  KS0008: {
    title: 'await at the top level of the program',
    explanation:
      'A program is synchronous, so that the same sources always give the same output: what it needs stands in files beside it, under review like the program.',
    fix: 'read files with readFileSync, and write what comes from a network to a file in a step before synth',
  },
  KS0009: {
    title: 'an import can not be resolved',
    explanation: 'A file of the program imports a file or a package that is not there.',
    fix: 'correct the path, or install the package',
  },
  KS0010: {
    title: 'two copies of a construct library',
    explanation:
      'Constructs of two copies of constructs, cdk8s or cdktf do not know each other: objects would be missing from the output without any message.',
    fix: 'make the package use the copy of the program (npm dedupe; a construct library names it as a peer dependency)',
  },
  KS0011: {
    title: 'the command line is wrong',
    explanation: 'The command, an option or an argument is not known, or a value is missing or wrong.',
    fix: 'see keelson --help',
  },
  KS0012: {
    title: 'an unknown error code',
    explanation: 'The registry of this version has no such code. Codes are KS and four digits, and are never reused.',
    fix: 'keelson explain lists all codes',
  },
  KS0013: {
    title: 'the folder is not empty',
    explanation:
      'keelson init writes a new project and overwrites nothing: the folder may hold a git repository, a README, a licence, and what `npm install keelson` made, nothing else.',
    fix: 'name an empty folder: keelson init my-platform',
  },
  KS0014: {
    title: 'the output is not what the program gives',
    explanation: 'With --check nothing is written: the program was changed without a new synth, or the output was edited by hand.',
    fix: 'run synth and commit the result',
  },
  KS0015: {
    title: 'a construct library of another version',
    explanation:
      'Keelson renders the objects of cdk8s and cdktf itself, and reaches into parts of them that are no public interface. At the start it tries these parts; a version that does otherwise would give wrong output without any message.',
    fix: 'install a version in the range of the peerDependencies of keelson',
  },
  KS0016: {
    title: 'the bootstrap folder holds other files',
    explanation:
      'What keelson bootstrap wrote is yours to change, so it is never written over. The command only writes into a folder that is empty, or that holds exactly what it would write.',
    fix: 'name another folder with --out, and take over by hand what should change',
  },
} satisfies Record<string, Message>;
