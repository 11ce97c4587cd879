import { AccessGroup, EksCluster, Environment, Namespace, Network, Platform } from 'keelson';

const platform = new Platform('acme');
const prod = new Environment(platform, 'prod', { account: '123456789012', region: 'eu-central-1' });
const network = new Network(prod, 'network', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'] });
const cluster = new EksCluster(prod, 'main', {
  network,
  version: '1.35',
  oidc: {
    name: 'corp', // its groups are corp:… in the cluster
    issuerUrl: 'https://login.acme.example/realms/acme',
    clientId: 'kubernetes',
    usernameClaim: 'email',
    groupsClaim: 'groups',
  },
});
const research = new Namespace(cluster, 'research');
const training = new Namespace(cluster, 'training');

new AccessGroup(cluster, 'platform', {
  role: 'platform',
  groups: ['k8s-platform'],
  assumedBy: [{ permissionSet: 'PlatformAdmin' }], // works when the identity provider does not
});
new AccessGroup(cluster, 'ml-engineers', {
  role: 'ml-engineer',
  namespaces: [research, training],
  groups: ['k8s-ml-engineers'],
});
new AccessGroup(cluster, 'everyone', { role: 'viewer', groups: ['k8s-users'] });
new AccessGroup(cluster, 'ci', {
  role: 'ci',
  namespaces: [research],
  assumedBy: [
    {
      oidc: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
      subjects: ['repo:acme/research:ref:refs/heads/main'],
    },
  ],
});

platform.synth();
