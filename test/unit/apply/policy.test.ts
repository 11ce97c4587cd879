import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../lib/apply/policy/policy.ts';
import { DEFAULT_RULES } from '../../../lib/apply/policy/unit-rules.ts';

const text = `
version: 1
clusters:
  prod/main: { kubeSystemUid: 7b2c1f0e-5a53-4f0e-9d49-0a4f4c6f2a11 }
units:
  - match: acme/*
    mostDeletes: 5
  - match: acme/dev/*
    ownership: adopt
    replace: true
    mostDeletes: 100
  - match: '*/prod/*'
    deniedKinds: [rbac.authorization.k8s.io/ClusterRole*]
    ignore: [{ kind: Deployment, pointer: /spec/replicas }]
`;

describe('the policy', () => {
  it('gives each unit the rules that match it, a later one over an earlier', () => {
    const policy = parsePolicy(text, 'policy.yaml');
    expect(policy.rules('acme/dev/main/shop')).toEqual({ ...DEFAULT_RULES, ownership: 'adopt', replace: true, mostDeletes: 100 });
    expect(policy.rules('acme/prod/main/shop')).toMatchObject({
      ownership: 'fail',
      mostDeletes: 5,
      deniedKinds: ['rbac.authorization.k8s.io/ClusterRole*'],
    });
    expect(policy.rules('other/dev/main/shop')).toEqual(DEFAULT_RULES);
    expect([policy.cluster('prod/main').kubeSystemUid, policy.cluster('dev/main')]).toEqual(['7b2c1f0e-5a53-4f0e-9d49-0a4f4c6f2a11', {}]);
  });

  it.each([
    ['', /KS8014 policy\.yaml: it is empty; begin it with version: 1/],
    ['version: [', /KS8014 policy\.yaml: /],
    ['version: 1\ntools: { tofu: newest }', /KS8014 policy\.yaml: tools\.tofu: must be a range of versions/],
    ['version: 2', /KS8014 policy\.yaml: version/],
    ['version: 1\nunits: [{ match: a, force: true }]', /KS8014 policy\.yaml: units\.0: Unrecognized key: "force"/],
    ['version: 1\nunits: [{ match: a, ownership: steal }]', /KS8014 policy\.yaml: units\.0\.ownership/],
    ['version: 1\nunits: [{ match: a, ignore: [{ kind: A, pointer: "spec" }] }]', /must be a JSON pointer/],
    ['version: 1\nclusters: { main: { kubeSystemUid: x } }', /KS8014 policy\.yaml: clusters/],
    ['- a', /KS8014 policy\.yaml: it holds no object/],
    ['a: &x 1\nb: *x', /KS8014 policy\.yaml/],
  ])('refuses %j', (wrong, message) => {
    expect(() => parsePolicy(wrong, 'policy.yaml')).toThrow(message);
  });
});
