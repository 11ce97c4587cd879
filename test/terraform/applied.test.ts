import { vi } from 'vitest';

// The provider spends most of its time waiting for what a fake does at once, so these run together, in one file.
vi.setConfig({ testTimeout: 600_000, maxConcurrency: 6 });

await import('./applied/bootstrap.ts');
await import('./applied/brownfield.ts');
await import('./applied/cluster.ts');
await import('./applied/environment.ts');
await import('./applied/network.ts');
await import('./applied/shop.ts');
