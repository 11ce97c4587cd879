import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Synthesised, synthProgram } from '../../lib/testing/index.ts';
import { validateContent } from '../../lib/toolkit/validate/index.ts';
import { root } from '../support/run.ts';

const PAGE = 'lib/constructs/access/groups/access.md';
const page = readFileSync(join(root, PAGE), 'utf8');
const folder = join(root, 'test/golden/access-page');

describe('the page about access', () => {
  let result: Synthesised;
  beforeAll(async () => {
    result = await synthProgram(() => import('./access-page/main.ts'), { root: folder });
  });

  it('shows the program that is beside this test, which is type-checked and valid', () => {
    expect(/```ts\n([\s\S]*?)```/.exec(page)?.[1]).toBe(readFileSync(join(folder, 'main.ts'), 'utf8'));
    expect(result.errors).toEqual([]);
    expect(validateContent(result.content).findings).toEqual([]);
  });

  it('says what becomes of a group', () => {
    const stack = JSON.parse(result.files.get('prod/terraform/cluster-main/cdk.tf.json') ?? '{}');
    const [provider] = Object.values(stack.resource.aws_eks_identity_provider_config) as { oidc: Record<string, string> }[];
    expect(provider?.oidc).toMatchObject({ issuer_url: 'https://login.acme.example/realms/acme', groups_claim: 'groups' });
    const bindings = [...result.content.objects.values()].filter(({ kind }) => kind === 'RoleBinding') as unknown as {
      metadata: { namespace: string };
      roleRef: { name: string };
      subjects: { name: string }[];
    }[];
    const engineers = bindings.filter(({ roleRef }) => roleRef.name === 'keelson:ml-engineers');
    expect(engineers.map(({ metadata }) => metadata.namespace).sort()).toEqual(['research', 'training']);
    const [group = ''] = engineers.flatMap(({ subjects }) => subjects.map(({ name }) => name));
    expect(group).toBe(`${provider?.oidc['groups_prefix']}k8s-ml-engineers`);
    expect(page).toContain(`| group of Kubernetes | \`oidc.groupsPrefix\`, by default \`<name>:\` | \`${group}\` |`);
  });

  it('names the role of IAM and the cluster as they will be called, and every role of a group', () => {
    const access = JSON.parse(result.files.get('prod/terraform/access-main/cdk.tf.json') ?? '{}');
    const names = (Object.values(access.resource.aws_iam_role) as { name: string }[]).map(({ name }) => name);
    const [, cluster, role = ''] = /--name (\S+) --role-arn \S+:role\/(\S+)/.exec(page) ?? [];
    expect(names).toContain(role);
    expect((Object.values(access.resource.aws_eks_access_entry) as { cluster_name: string }[])[0]?.cluster_name).toBe(cluster);
    for (const name of ['platform', 'ml-engineer', 'viewer', 'ci', 'ci-plan']) expect(page).toContain(`| \`${name}\` |`);
  });

  it('is linked from the README', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`](${PAGE})`);
  });
});
