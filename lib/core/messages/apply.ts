import type { Message } from './message.ts';

/** KS8xxx: the applier and clusters. */
export const applyMessages = {
  KS8001: {
    title: 'the kubeconfig can not be used',
    explanation:
      'The applier connects as kubectl does: --kubeconfig, else KUBECONFIG, else ~/.kube/config, else the service account of its own pod. A file that can not be read, or a context that it does not have, leaves it without a cluster.',
    fix: 'correct the kubeconfig, or name another with --kubeconfig and --context',
  },
  KS8002: {
    title: 'a kubeconfig of the repository runs programs',
    explanation:
      'A kubeconfig may name a program that gives credentials (user.exec). Whoever may change the repository could then run anything with the rights of the applier, so such a file is only taken from outside the repository.',
    fix: 'keep the kubeconfig outside the repository, or use one without user.exec',
  },
  KS8003: {
    title: 'the API server can not be reached',
    explanation: 'Requests failed, also after retries. Nothing is concluded from a missing answer: what could not be read is not absent.',
    fix: 'check the address, the network and the credentials, and run it again; it goes on from what is true',
  },
  KS8004: {
    title: 'the API server refused a request',
    explanation: 'The API server answered with an error. Its own words follow; values of Secrets are left out.',
    fix: 'correct what the message names',
  },
  KS8005: {
    title: 'it is another cluster',
    explanation:
      'An environment is bound to one cluster: by the UID of the namespace kube-system that the policy names, or else the one that its releases and the records in the cluster have. Applying one environment with the context of another would mix them.',
    fix: 'choose the right context; if the cluster was made anew, name its kubeSystemUid in the policy, which goes before what was recorded',
  },
  KS8006: {
    title: 'the API server does not tell all its kinds',
    explanation:
      'Discovery was partial: an API service behind the server did not answer. Objects of its kinds are not known to be absent, so nothing of them is removed.',
    fix: 'see why the API service is not available: kubectl get apiservices',
  },
  KS8007: {
    title: 'another applier wrote in the meantime',
    explanation:
      'What was read before the lease of the environment was taken counts only when nobody else changed the environment since, and the record of a unit is written only over the version that was read. Another applier was there in the meantime, so this one stops before it does anything on old knowledge.',
    fix: 'wait for the other to end, and run it again',
  },
  KS8008: {
    title: 'the API server would refuse an object',
    explanation:
      'Before a unit is written, each of its objects is sent to the API server as a dry run, with strict field validation. One of them was refused, so none was written.',
    fix: 'correct the program and run synth again',
  },
  KS8009: {
    title: 'it belongs to somebody else',
    explanation:
      'Another manager set a field that the assembly sets too, or the whole object is there already: somebody made it, or another environment or program of Keelson has it. What Keelson takes over it deletes when it leaves the program, so the policy of the unit decides: `fail` (the default) takes nothing, `adopt` takes fields and objects over, `yield` leaves the fields of other managers to them.',
    fix: 'remove the field or the object from the program, give the object another name or namespace, or have an administrator set ownership for the unit in the policy',
  },
  KS8010: {
    title: 'an object can only change by being replaced',
    explanation:
      'A field of the object can not change once it is there. Replacing deletes the object and makes it again, which ends what runs in it; the policy has to allow that for the unit, and it is never done to a namespace, a volume claim or a definition.',
    fix: 'undo the change, give the object another name, or have an administrator allow replace for the unit in the policy',
  },
  KS8011: {
    title: 'more deletions than the policy allows',
    explanation:
      'A plan that deletes more objects than the budget, or all objects of a unit, is halted: an empty output is more often a mistake than a wish.',
    fix: 'see that the deletions are meant, and let as many go: --allow-deletes <number>',
  },
  KS8012: {
    title: 'the policy forbids it',
    explanation:
      "The administrator's policy limits what a unit may hold: namespaces, kinds, labels of its own. The assembly can not widen it.",
    fix: 'remove the object from the unit, or have an administrator change the policy',
  },
  KS8013: {
    title: 'a value that the unit needs is not there',
    explanation: 'A binding takes a value from another unit, which has not been applied or does not give it yet.',
    fix: 'apply the unit that gives it first',
  },
  KS8014: {
    title: 'the policy file is wrong',
    explanation: 'The policy of the applier is a YAML file with a schema of its own, shipped with the package.',
    fix: 'correct the file',
  },
  KS8015: {
    title: 'an object does not go',
    explanation:
      'It was deleted, and a finalizer keeps it until its controller is done. Nothing forces it: what the controller cleans up would be left behind.',
    fix: 'see why the controller of the finalizer does not end, and run it again',
  },
  KS8016: {
    title: 'the objects of a unit were not all written',
    explanation: 'Some objects were refused while others were written. What was written is recorded, and nothing was deleted.',
    fix: 'correct what is named, and run it again: what is as wanted is left alone',
  },
  KS8017: {
    title: 'a definition is not served',
    explanation:
      'A CustomResourceDefinition was written, and the API server does not serve its kind. Objects of the kind can not be written.',
    fix: 'see its conditions: another definition may have the same names',
  },
  KS8018: {
    title: 'a unit that this one depends on failed',
    explanation:
      'Units are applied after those that they depend on. When one fails, its dependents are left as they are; all others go on.',
    fix: 'correct the unit that failed, and run it again',
  },
  KS8019: {
    title: 'it is not clear what to apply',
    explanation: 'One run applies one cluster of one environment. The output has several, or none of the name that was given.',
    fix: 'name the environment with --env and the cluster with --cluster',
  },
  KS8020: {
    title: 'an object is not ready',
    explanation: 'It was written, and does not do yet what it is there for. Units that depend on it were not started.',
    fix: 'see what the sentence names; the next run goes on from what is true',
  },
  KS8021: {
    title: 'a secret value would leave its Secret',
    explanation:
      'A value that is secret, or that a Secret holds, may only fill the data of a Secret: whoever reads another object would read it.',
    fix: 'put the value into a Secret, and let pods read it from there',
  },
  KS8022: {
    title: 'a manifest is not what its unit says',
    explanation:
      'Plans, guards and records go by the unit file. A manifest with another identity, or with the label of another unit, would be written past them.',
    fix: 'run synth again, and commit the whole output',
  },
  KS8023: {
    title: 'a newer revision was applied in the meantime',
    explanation:
      'While this apply waited for a unit to become ready, another one wrote the unit. What this one waited for is no longer wanted.',
    fix: 'see the other apply; nothing has to be done for this one',
  },
  KS8024: {
    title: 'there is no such unit in the cluster',
    explanation: 'Units are named as status shows them, such as kubernetes.main.shop. Units of Terraform are not deleted this way.',
    fix: 'name one of the units of the message',
  },
  KS8025: {
    title: 'another unit needs what would be deleted',
    explanation: 'A unit that depends on one that goes would stand without its namespace, its definitions or its values.',
    fix: 'delete both',
  },
  KS8026: {
    title: 'nobody agreed to the deletion',
    explanation: 'Deletions are asked about on a terminal, after what goes was shown. Without one, the command line has to say so.',
    fix: 'look at it with --dry-run, and then say --yes',
  },
  KS8027: {
    title: 'the run was interrupted',
    explanation:
      'What was under way ended, and nothing new was begun. What was intended is recorded, so that nothing that was made is forgotten.',
    fix: 'run it again; it goes on from what is true',
  },
  KS8028: {
    title: 'something else would be deleted than was agreed to',
    explanation:
      'What the plan that was shown keeps stays, whatever was changed in the cluster since. Nothing of the unit was deleted; units before it are gone.',
    fix: 'run it again, and look at the new plan',
  },
  KS8029: {
    title: 'a namespace is still being deleted',
    explanation: 'What is written into it is refused, and what is written to it goes with it. It can be made anew when it is gone.',
    fix: 'run it again when it is gone; what the message names keeps it',
  },
  KS8031: {
    title: 'the resource of a kind is not known',
    explanation:
      'Rights name resources, such as deployments, and the output names kinds. The resource of a kind of your own is read from its definition in the output.',
    fix: 'have the Addon that brings the kind carry its definition',
  },
  KS8032: {
    title: 'nobody is named who gets the rights',
    explanation: 'Rights are printed with their bindings, for the one identity that applies.',
    fix: 'give one of --group, --user and --service-account <namespace>/<name>',
  },
} satisfies Record<string, Message>;
