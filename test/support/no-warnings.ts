import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

// An unexpected warning fails the test in which it is printed. A test that expects one replaces console.error or console.warn with a spy.
const seen: string[] = [];
const original = { error: console.error, warn: console.warn };
const later = setImmediate; // as it is before a test installs fake timers

process.on('warning', (warning) => seen.push(`process warning: ${warning.message}`));

beforeEach(() => {
  for (const method of ['error', 'warn'] as const) {
    console[method] = (...args: unknown[]) => {
      seen.push(`console.${method}: ${format(...args)}`);
      original[method](...args);
    };
  }
});

afterEach(async () => {
  Object.assign(console, original);
  await new Promise((resolve) => later(resolve)); // process warnings come with the next tick
  if (seen.length > 0) throw new Error(`the test printed an unexpected warning\n${seen.splice(0).join('\n')}`);
});
