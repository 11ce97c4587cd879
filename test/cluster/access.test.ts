import { describe, expect, it } from 'vitest';
import { AccessGroup } from '../../lib/constructs/access/groups/access-group.ts';
import { Cluster } from '../../lib/constructs/platform/cluster.ts';
import { Namespace } from '../../lib/constructs/platform/namespace.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { synthTree } from '../../lib/testing/index.ts';
import { errorsOf, TestCluster } from './support/cluster.ts';

/** What is asked of the API server: `verb resource[.group][/subresource]`, in the group's namespace, another one, or the whole cluster. */
type Question = readonly [where: 'in' | 'elsewhere' | 'cluster', what: string];

const SEES: readonly Question[] = [
  ['in', 'list pods'],
  ['in', 'get pods/log'],
  ['in', 'list rayjobs.ray.io'],
  ['in', 'list workloads.kueue.x-k8s.io'],
  ['cluster', 'list nodes'],
  ['cluster', 'get clusterqueues.kueue.x-k8s.io'],
];
const EDITS: readonly Question[] = [
  ['in', 'create pods'],
  ['in', 'patch deployments.apps/scale'],
  ['in', 'delete rayjobs.ray.io'],
  ['in', 'create trainjobs.trainer.kubeflow.org'],
  ['in', 'patch inferenceservices.serving.kserve.io'],
  ['in', 'create pods/portforward'],
];
/** What nobody but administrators may. */
const RIGHTS: readonly Question[] = [
  ['elsewhere', 'create pods'],
  ['elsewhere', 'get secrets'],
  ['cluster', 'create namespaces'],
  ['cluster', 'delete nodes'],
  ['cluster', 'create clusterrolebindings.rbac.authorization.k8s.io'],
  ['cluster', 'escalate clusterroles.rbac.authorization.k8s.io'],
  ['cluster', 'impersonate users'],
];
const OF_NAMESPACE: readonly Question[] = [
  ['in', 'get secrets'],
  ['in', 'list secrets'],
  ['in', 'create rolebindings.rbac.authorization.k8s.io'],
  ['in', 'create serviceaccounts/token'],
  ['in', 'impersonate serviceaccounts'],
];
const EXEC: Question = ['in', 'create pods/exec'];
const PLANS: readonly Question[] = [
  ['elsewhere', 'list deployments.apps'],
  ['cluster', 'list customresourcedefinitions.apiextensions.k8s.io'],
  ['cluster', 'list clusterroles.rbac.authorization.k8s.io'],
];

describe('an API server with access groups', () => {
  const cluster = new TestCluster();

  it('lets each do what its role says, and nothing else', async () => {
    const [inside, elsewhere] = [cluster.name('research'), cluster.name('other')];
    const id = (name: string) => cluster.name(name);
    const { content, errors } = synthTree((platform) => {
      const main = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
      const namespaces = [new Namespace(main, inside)];
      new Namespace(main, elsewhere);
      const group = (name: string, props: object) => new AccessGroup(main, id(name), { groups: [id(name)], ...props } as never);
      group('platform', { role: 'platform' });
      group('ml', { role: 'ml-engineer', namespaces });
      group('debuggers', { role: 'ml-engineer', namespaces, exec: true });
      group('team', { role: 'viewer', namespaces });
      group('everyone', { role: 'viewer' });
      group('ci', { role: 'ci', namespaces });
      group('plan', { role: 'ci-plan' });
    });
    expect(errors).toEqual([]);
    const objects = [...content.objects.values()].map((object) => object as never);
    const kind = (object: { kind: string }) => (object.kind === 'Namespace' ? 'namespaces' : 'access');
    const units = {
      namespaces: objects.filter((one) => kind(one) === 'namespaces'),
      access: objects.filter((one) => kind(one) === 'access'),
    };
    expect(errorsOf(await cluster.apply(units, { after: { access: ['namespaces'] } }))).toEqual([]);

    const may = async (group: string, [where, what]: Question): Promise<boolean> => {
      const [verb, kind = ''] = what.split(' ');
      const [full = '', subresource] = kind.split('/');
      const [resource, ...rest] = full.split('.');
      const namespace = { in: inside, elsewhere, cluster: undefined }[where];
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: 'ann',
          groups: [id(group)],
          resourceAttributes: {
            verb,
            resource,
            group: rest.join('.'),
            ...(subresource && { subresource }),
            ...(namespace && { namespace }),
          },
        },
      };
      const { status, text } = await cluster.request(
        'POST',
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        review,
        'application/json',
      );
      expect([what, status]).toEqual([what, 201]);
      return (JSON.parse(text) as { status: { allowed: boolean } }).status.allowed;
    };
    const answers = async (group: string, questions: readonly Question[]) =>
      (await Promise.all(questions.map(async (question) => [question.join(' '), await may(group, question)] as const)))
        .filter(([, allowed]) => allowed)
        .map(([question]) => question);
    const all = [...SEES, ...EDITS, ...RIGHTS, ...OF_NAMESPACE, EXEC, ...PLANS];
    const expected: Readonly<Record<string, readonly Question[]>> = {
      platform: all,
      ml: [...SEES, ...EDITS],
      debuggers: [...SEES, ...EDITS, EXEC],
      team: SEES,
      everyone: [...SEES, ['elsewhere', 'list deployments.apps']],
      ci: [
        ...SEES.filter(([where, what]) => where === 'in' && !/kueue|ray/.test(what)),
        ['in', 'create pods'],
        ['in', 'patch deployments.apps/scale'],
        ['in', 'create pods/portforward'],
        ...OF_NAMESPACE,
        EXEC,
      ],
      plan: [...SEES, ...PLANS],
    };
    for (const [group, allowed] of Object.entries(expected)) {
      const wanted = new Set(allowed.map((question) => question.join(' ')));
      expect([group, await answers(group, all)]).toEqual([
        group,
        all.map((question) => question.join(' ')).filter((one) => wanted.has(one)),
      ]);
    }
    expect(await answers('nobody', all)).toEqual([]);
  }, 60_000);
});
