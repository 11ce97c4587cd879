import type { Message } from './message.ts';

/** KS4xxx: references, tokens and secrets. */
export const referenceMessages = {
  KS4001: {
    title: 'an unresolved token is in the output',
    explanation:
      'A value that cdktf or cdk8s resolves late stands where it can not be resolved: as a map key, mixed into a list, or cut in pieces. Written as it is, it would reach the cluster as text such as ${TfToken[TOKEN.7]}.',
    fix: 'use the value whole, or inside a template literal',
  },
  KS4002: {
    title: 'a reference was damaged',
    explanation:
      'A reference stands for a value that is unknown until the applier runs. Its text may be put into a template literal or a JSON document, but not be cut, upper-cased, encoded or calculated with.',
    fix: 'use the reference whole, and transform the value where it is known: in Terraform, or in the program that reads it',
  },
  KS4003: {
    title: 'a reference was turned into text that is not in the output',
    explanation:
      'The text of a reference was made and then lost: hashed, measured, encoded, compared or dropped. What was computed from it would be computed from a marker, not from the value.',
    fix: 'pass the reference itself, or put its text into the output unchanged',
  },
  KS4004: {
    title: 'a reference to another environment',
    explanation:
      'Environments are separate: one may use of another only what the environment `shared` exports, so that no dev program can reach into prod.',
    fix: "export it: shared.export('name', reference)",
  },
  KS4005: {
    title: 'a reference in a field that must be known before the object exists',
    explanation:
      'Names, namespaces, kinds, selectors, map keys and immutable fields are the identity of an object. A value that is known only after Terraform ran can not stand there: a change would replace the object.',
    fix: 'give a literal value',
  },
  KS4006: {
    title: 'a value of one expression comes from two units',
    explanation: 'A Terraform function over values of two states can not be an output of either.',
    fix: 'compute it in one unit, or use the two values separately in a template',
  },
  KS4007: {
    title: 'a sensitive value outside a Secret',
    explanation: 'A sensitive output may only fill the data of a Secret. Anywhere else it would be stored and shown in the clear.',
    fix: 'put it into a Secret, and let the workload read it from there',
  },
  KS4008: {
    title: 'a secret value in the program',
    explanation:
      'The output is committed, so no secret may be in it. A secret is a handle: the value stays in External Secrets, Secrets Manager or an existing Secret.',
    fix: 'use Secret.fromSecretsManager(…) or Secret.existing(…), and rotate the value that was in the program',
  },
  KS4009: {
    title: 'a secret handle was used as a value',
    explanation:
      'A secret handle names where a value is kept; it has no value at synth, so it can not be put into a string, a JSON document or a field.',
    fix: 'pass the handle itself to env or volumes',
  },
  KS4010: {
    title: 'the outputs of a unit collide',
    explanation: 'Two expressions of one Terraform unit give the same output name.',
    fix: "name one of them: environment.export('name', reference)",
  },
  KS4011: {
    title: 'an export of an environment that is not shared',
    explanation: 'Only the environment `shared` exports values to the others.',
    fix: "create the resource in new Environment(platform, 'shared', …)",
  },
} satisfies Record<string, Message>;
