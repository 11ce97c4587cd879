import type { Message } from './message.ts';

/** KS1xxx: the construct tree, props, units and identities. */
export const treeMessages = {
  KS1001: {
    title: 'a prop is wrong',
    explanation:
      'The props of a construct are checked when it is created. The message names the prop, the value that it has and what it must be.',
    fix: 'correct the prop',
  },
  KS1002: {
    title: 'two objects have one identity',
    explanation:
      'Group, kind, namespace and name identify an object in a cluster. Two constructs that give the same identity would overwrite each other.',
    fix: 'rename one of the two, or give it a name',
  },
  KS1003: {
    title: 'a construct is in the wrong place',
    explanation:
      'A Kubernetes object belongs inside a cluster, a Terraform resource inside an environment, an environment directly in the platform.',
    fix: 'create it in the right scope',
  },
  KS1004: {
    title: 'a chart, stack or app of cdk8s or cdktf inside the platform',
    explanation: 'Units take the place of charts and stacks: what would be in a chart of its own goes into a Unit.',
    fix: 'extend Construct instead, and wrap it in a Unit when it must be reconciled by itself',
  },
  KS1005: {
    title: 'a dependency cycle',
    explanation:
      'Units that depend on each other in a circle can not be applied in any order. Bindings, dependsOn, kinds and namespaces all imply dependencies.',
    fix: "remove one of the edges, put the constructs into one Unit, or one of them into a Unit of its own: new Unit(cluster, 'name')",
  },
  KS1006: {
    title: 'a kind has no provider',
    explanation:
      'A custom resource can only be applied where its definition exists: from an Addon of the same cluster, or declared as installed by something else.',
    fix: "add the Addon that brings it, or declare it: external(cluster, 'group/version/Kind')",
  },
  KS1007: {
    title: 'a patch was lost',
    explanation: 'A patch changed nothing in the output: its path does not exist there, or the library dropped the field.',
    fix: 'correct the path of the patch',
  },
  KS1008: {
    title: 'a patch sets what is already there',
    explanation: 'The patched field already has the value. The patch can go.',
    fix: 'remove the patch',
  },
  KS1009: {
    title: 'a bad Kubernetes name',
    explanation:
      'Names are lower case letters, digits and `-` (and `.` where the kind allows it), and begin and end with a letter or a digit. An id of a construct is the name of its object unless `name` is given.',
    fix: 'use a valid id, or give a name',
  },
  KS1010: {
    title: 'platform.synth() was called twice',
    explanation: 'A program is synthesised once, at its end.',
    fix: 'remove one of the calls',
  },
  KS1011: {
    title: 'an undeclared namespace',
    explanation: 'An object is in a namespace that neither the program creates nor declares as existing.',
    fix: "create it: new Namespace(cluster, 'name'), or declare it: Namespace.existing(cluster, 'name')",
  },
  KS1012: {
    title: 'two units have one name',
    explanation: 'A unit is identified by its environment, plane, cluster and name.',
    fix: 'rename one of them',
  },
  KS1013: {
    title: 'a validation of a construct failed',
    explanation: 'A construct added a validation to its node (constructs, cdk8s or cdktf), and it returned a message.',
    fix: 'see the message',
  },
  KS1014: {
    title: 'a construct could not be rendered',
    explanation: 'A construct threw while its output was made.',
    fix: 'correct the construct; --debug prints the stack trace',
  },
  KS1015: {
    title: 'two constructs have one id in one scope',
    explanation: 'The id of a construct must be unique among its siblings.',
    fix: 'rename one of the two',
  },
  KS1016: {
    title: 'a lock file can not be read',
    explanation: 'A lock file beside the program (models.lock, images.lock) is not in the form that keelson lock writes.',
    fix: 'restore it from git, or write it again with keelson lock',
  },
  KS1017: {
    title: 'a program gave no assembly',
    explanation:
      'A test ran a program that did not call platform.synth(). A module runs once: a second import of it in the same test file runs nothing.',
    fix: 'call platform.synth() at the end of the program, and synthProgram once per test file',
  },
  KS1018: {
    title: 'an image is not pinned',
    explanation:
      "The environment takes pinned images only (images: 'pinned'). A tag can mean another image tomorrow; a digest can not. images.lock beside the program holds the digests of images that are given by tag.",
    fix: 'run keelson lock, or give the image with its digest',
  },
} satisfies Record<string, Message>;
