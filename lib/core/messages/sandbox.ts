import type { Message } from './message.ts';

/** KS81xx: the sandbox. */
export const sandboxMessages = {
  KS8101: {
    title: 'the sandbox did not start',
    explanation: 'A program of the control plane ended, or did not answer in time. What its log says last follows; the log has the rest.',
    fix: 'see the log that is named; keelson sandbox down removes what is left',
  },
  KS8102: {
    title: 'a program of the sandbox can not be had',
    explanation:
      'A sandbox runs etcd and the programs of Kubernetes. They are taken from KEELSON_SANDBOX_BIN, the cache, PATH or KUBEBUILDER_ASSETS, in the minor version that is needed; else, on Linux, downloaded from their projects, or from KEELSON_SANDBOX_MIRROR, and held against the published sha256; else built once with the Go toolchain from pinned modules.',
    fix: 'let this machine reach the addresses of the downloads, or a mirror that KEELSON_SANDBOX_MIRROR names; or install Go 1.26 or newer (https://go.dev/dl); or put the program into a folder and name that in KEELSON_SANDBOX_BIN',
  },
  KS8103: {
    title: 'there is no such sandbox',
    explanation: 'No sandbox of that name was started by this user, or it was removed.',
    fix: 'start one: keelson sandbox up',
  },
  KS8104: {
    title: 'a name of a sandbox is wrong',
    explanation: 'The name stands in a path and in the names of contexts.',
    fix: 'use lower case letters, digits and -, at most 40',
  },
  KS8105: {
    title: 'the API server of the sandbox refused a request',
    explanation: 'Nodes and definitions of custom resources are written when a sandbox is started for an environment.',
    fix: 'see what keelson sandbox status says; keelson sandbox down and up start it anew',
  },
  KS8106: {
    title: 'another command is starting this sandbox',
    explanation: 'A sandbox is started by one command at a time; this one waited for the other, in vain.',
    fix: 'wait for it, or take another name with --name',
  },
  KS8107: {
    title: 'the pods of an object can not be told',
    explanation:
      'keelson simulate makes the pods of every workload as its controller would. Of this one the output does not say enough, so nothing is said about whether it fits.',
    fix: 'say in the program what is missing',
  },
  KS8108: {
    title: 'pods have no node',
    explanation:
      'Every pool has its most nodes, every autoscaler its most replicas, every rollout its surge, and the scheduler of Kubernetes found no node for these pods. Its own words follow.',
    fix: 'give a pool more nodes, ask for less, declare the pool that these pods run on, or say with --undeclared-nodes how many nodes others give',
  },
  KS8109: {
    title: 'the scheduler did not decide in time',
    explanation: 'The scheduler of a simulation has to say of every pod where it goes, or why not.',
    fix: 'run it again when the machine has less to do',
  },
  KS8110: {
    title: 'it is not clear which pods of a sandbox shall fail',
    explanation:
      'Pods of a sandbox become ready by themselves. keelson sandbox up --failure names those that shall not: their namespace, the name of their workload, and how they fail.',
    fix: 'write <namespace>/<name>=<failure>, such as shop/frontend=crash-loop',
  },
  KS8111: {
    title: 'KEELSON_SANDBOX_BIN names no programs of a sandbox',
    explanation:
      'The programs of the folder that KEELSON_SANDBOX_BIN names are taken before all others. It is not there, is no folder, has none of them, or has one that can not be run.',
    fix: 'correct the variable or the folder, or unset it',
  },
  KS8116: {
    title: 'a kind without pods is named that the output does not have',
    explanation:
      'keelson simulate takes it from --without-pods that a kind of which it knows nothing makes no pods. A kind that the output has no object of is a slip.',
    fix: 'name it as its kind and group, such as Widget.example.com',
  },
} satisfies Record<string, Message>;
