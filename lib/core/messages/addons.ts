import type { Message } from './message.ts';

/** KS9xxx: add-ons, Helm charts, and what locks hold. */
export const addonMessages = {
  KS9001: {
    title: 'helm is missing',
    explanation:
      'A vendored chart is rendered by the helm program when its chart, its values or the Kubernetes version changed; the result is kept in .keelson beside the program. keelson lock needs helm to fetch charts.',
    fix: 'install helm 3.18 or newer, or name it in KEELSON_HELM',
  },
  KS9002: {
    title: 'a chart is not in charts.lock',
    explanation:
      'A chart that is rendered at synth is pinned by the digest of its archive, so that it never changes without a commit. keelson lock fetches it into charts/ and writes the digest.',
    fix: 'run keelson lock, and commit charts.lock and charts/',
  },
  KS9003: {
    title: 'the archive of a chart is not what charts.lock says',
    explanation: 'The archive in charts/ beside the program is missing, or has another digest than the one that charts.lock holds.',
    fix: 'restore it from git, or run keelson lock',
  },
  KS9004: {
    title: 'helm can not render a chart',
    explanation: 'helm template ended with an error: a template of the chart failed, or a file of it is wrong.',
    fix: 'see the message of helm, and correct the values',
  },
  KS9005: {
    title: 'values that the schema of a chart rejects',
    explanation: 'The chart has a values.schema.json, and the values of the program do not satisfy it.',
    fix: 'correct the values',
  },
  KS9006: {
    title: 'a chart renders differently each time',
    explanation:
      'Each chart is rendered twice. A template that makes a certificate, a password or a time stamp gives something else each time, so each synth would change the output, and each apply the cluster.',
    fix: 'set the value that the template takes in its place',
  },
  KS9007: {
    title: 'a chart has hooks',
    explanation:
      'A hook is run by helm before or after an install or upgrade, then often deleted. Rendered objects have no such phases. Hooks that test are left out, and so are those of delete and rollback.',
    fix: "say what becomes of them: hooks: 'apply' makes them ordinary objects, hooks: 'drop' leaves them out; or turn them off in the values; or deliver the chart as a release",
  },
  KS9008: {
    title: 'a version of an EKS add-on that the Kubernetes version does not have',
    explanation:
      'EKS publishes each version of an add-on for some versions of Kubernetes, and refuses it on the others. kube-proxy must be of the Kubernetes version of the cluster, or at most three minor versions older.',
    fix: 'see which there are: aws eks describe-addon-versions --addon-name <name> --kubernetes-version <version>',
  },
  KS9009: {
    title: 'a reference that the values can not take',
    explanation:
      'Values that go through Terraform take texts and numbers that are known later; lists and maps can not be put into their text. A chart that is rendered at synth takes texts, which it must show in its output as they are.',
    fix: 'give a literal value, or deliver the chart as a release',
  },
  KS9010: {
    title: 'a chart can not be fetched',
    explanation: 'helm could not fetch the chart: the repository, the chart or the version does not exist, or the credentials are missing.',
    fix: 'see the message of helm; credentials are those of helm registry login and helm repo add',
  },
  KS9011: {
    title: 'a fetched chart has the wrong digest',
    explanation:
      'The archive is not the one that the index of the repository or charts.lock names: it was cut on its way, or published again under the same version.',
    fix: 'ask the publisher; remove the entry from charts.lock to accept a new archive',
  },
  KS9012: {
    title: 'a lock is out of date',
    explanation: 'What the program uses is not what its lock files hold. With --check nothing is fetched and nothing is written.',
    fix: 'run keelson lock and commit the result',
  },
  KS9013: {
    title: 'the digest of an image can not be looked up',
    explanation:
      'The registry does not say which image a tag is: there is no such repository or tag, the credentials are missing, or it can not be reached. Node takes a proxy from HTTPS_PROXY with NODE_USE_ENV_PROXY=1, from version 24 on.',
    fix: 'correct the image; credentials are those of docker login and of its credential helpers',
  },
  KS9014: {
    title: 'an add-on that the cluster has twice',
    explanation:
      'Two add-ons install the same add-on of EKS, or the same release of helm in one namespace. Only the first of them would be made: applying the second fails.',
    fix: 'remove one of them; values of a core add-on of EksCluster go into its prop addons',
  },
} satisfies Record<string, Message>;
