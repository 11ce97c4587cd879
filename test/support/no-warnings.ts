import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

// An unexpected warning fails the test in which it is printed. A test that expects one replaces console.error or console.warn with a spy.
const seen: string[] = [];
const original = { error: console.error, warn: console.warn };

process.on('warning', (warning) => seen.push(`process warning: ${warning.message}`));

beforeEach(() => {
  seen.length = 0;
  for (const method of ['error', 'warn'] as const) {
    console[method] = (...args: unknown[]) => {
      seen.push(`console.${method}: ${format(...args)}`);
      original[method](...args);
    };
  }
});

afterEach(() => {
  Object.assign(console, original);
  if (seen.length > 0) throw new Error(`the test printed an unexpected warning\n${seen.splice(0).join('\n')}`);
});
