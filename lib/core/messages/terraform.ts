import type { Message } from './message.ts';

/** KS6xxx: Terraform stacks and resources. */
export const terraformMessages = {
  KS6001: {
    title: 'two Terraform elements have one id',
    explanation:
      'A Terraform id is the construct path within the stack, joined by `_`. Two elements whose paths give the same id would overwrite each other.',
    fix: 'rename one of the two constructs',
  },
  KS6002: {
    title: 'a Terraform resource has no provider configuration',
    explanation: 'Every provider whose resources stand in a stack needs a configuration there. Keelson adds the AWS provider by itself; any other provider is a construct of the program.',
    fix: 'create the provider construct in the same Unit or Environment',
  },
  KS6003: {
    title: 'an alias moves a resource between two states and its import id is unknown',
    explanation: 'Terraform moves an address within one state by a `moved` block. Between two states the resource leaves the one by `removed` and enters the other by `import`, which needs the id that the provider imports it by.',
    fix: "give the import id: aliases: [{ path: 'old/path', importIds: { aws_s3_bucket: 'name' } }]",
  },
} as const satisfies Record<string, Message>;
