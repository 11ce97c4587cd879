import { describe, expect, it } from 'vitest';
import { apiServerFlags, controllerManagerFlags, etcdFlags, kwokFlags, schedulerFlags } from '../../../lib/sandbox/control-plane/flags.ts';

const places = { folder: '/sandbox', etcdPort: 1, etcdPeerPort: 2, apiPort: 3 };
const off = (flags: readonly string[]): string[] => {
  const flag = flags.find((one) => one.startsWith('--disable-admission-plugins='));
  return flag?.slice(flag.indexOf('=') + 1).split(',') ?? [];
};

describe('the flags of a sandbox', () => {
  it('keep it on loopback', () => {
    const addresses = [
      etcdFlags(places),
      apiServerFlags(places, { controllers: true }),
      controllerManagerFlags(places),
      schedulerFlags(places),
    ]
      .flat()
      .flatMap((flag) => /^--(?:bind-address|advertise-address|(?:initial-)?(?:listen|advertise)\S*)=(\S+)/.exec(flag)?.[1] ?? []);
    expect(addresses.length).toBeGreaterThanOrEqual(8);
    expect(addresses.filter((address) => !/^(?:http:\/\/)?127\.0\.0\.1(?::\d+)?$/.test(address))).toEqual([]);
    // Without an address it listens nowhere.
    expect(kwokFlags(places).filter((flag) => flag.startsWith('--server-address'))).toEqual([]);
  });

  it('leave admission webhooks out unless they are asked for', () => {
    expect(off(apiServerFlags(places, { controllers: true }))).toEqual(['MutatingAdmissionWebhook', 'ValidatingAdmissionWebhook']);
    expect(off(apiServerFlags(places, { controllers: true, webhooks: true }))).toEqual([]);
  });

  it('need no controllers where none run', () => {
    expect(off(apiServerFlags(places, { controllers: false, webhooks: true }))).toEqual(['ServiceAccount', 'TaintNodesByCondition']);
  });
});
