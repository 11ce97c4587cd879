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
    explanation:
      'Every provider whose resources stand in a stack needs a configuration there. Keelson adds the AWS provider by itself; any other provider is a construct of the program.',
    fix: 'create the provider construct in the same Unit or Environment',
  },
  KS6003: {
    title: 'an alias leads to another state, and its import id is unknown',
    explanation:
      'Terraform moves an address within one state by a `moved` block. Between two states the resource leaves the one by `removed` and enters the other by `import`, which needs the id that the provider imports it by. An alias is the old id alone, of a construct in the same scope, or a path that begins with the environment.',
    fix: "correct the path, or give the import id: aliases: [{ path: 'old/path', importIds: { aws_s3_bucket: 'name' } }]",
  },
  KS6004: {
    title: 'an import into a resource that is not there',
    explanation:
      'importExisting names a construct, and the path of a resource below it; the resource must be one that the program makes, since it is managed from the import on.',
    fix: 'correct the path',
  },
  KS6005: {
    title: 'a resource is imported twice',
    explanation:
      'Two imports name one resource, by importExisting, by a prop importId or by an alias with import ids. It can only be one thing.',
    fix: 'remove one of the two',
  },
  KS6006: {
    title: 'a resource is let go of and still in the program',
    explanation: 'retain makes Terraform forget a resource that left the program; this one is still there, and would be created again.',
    fix: 'remove the construct, or the call of retain',
  },
  KS6010: {
    title: 'a Terraform stack that can not be read',
    explanation: "cdk.tf.json is a JSON object whose top-level keys are Terraform's blocks: resource, data, provider, variable and so on.",
    fix: 'run synth again, and commit the whole output',
  },
  KS6011: {
    title: 'a Terraform stack without an explicit backend',
    explanation: 'Without a backend the state is a local file of whoever applies, so the next one to apply would create everything again.',
    fix: 'give the environment a state backend',
  },
  KS6012: {
    title: 'a provider without source or version',
    explanation:
      'Every provider that a stack uses is declared in terraform.required_providers with its source and version; otherwise init takes whatever is newest.',
    fix: 'declare the provider with source and version',
  },
  KS6013: {
    title: 'a reference to something that the stack does not have',
    explanation:
      'An expression names a resource, variable, local or module that this stack does not declare. Each stack is one state; values of another one come in as variables.',
    fix: 'correct the name, or use the reference of the construct that has the value',
  },
  KS6014: {
    title: 'a variable that nothing fills',
    explanation: 'A variable without a default needs a binding that gives its value; the applier asks nobody.',
    fix: 'bind the variable, or give it a default',
  },
  KS6015: {
    title: 'two Terraform stacks keep their state in one place',
    explanation:
      'Each stack is a state of its own. With one place for two of them, applying one would plan to destroy everything of the other.',
    fix: 'give each stack its own key',
  },
  KS6016: {
    title: 'a construct that writes files of its own',
    explanation:
      "A construct can ask cdktf to call it while cdktf writes its output. Keelson keeps an assembly in memory until it is whole, so it runs no such call; it carries the files of cdktf's TerraformAsset and of local modules itself.",
    fix: 'write the files before synth, and use a TerraformAsset for each',
  },
  KS6017: {
    title: 'a file that an assembly can not hold',
    explanation:
      'The files of an asset or a local module stand beside their stack and are reviewed with it. So they are text in UTF-8, few and small, no links, and with names that every system can have.',
    fix: 'carry text only: pack an archive at plan time with the data source archive_file, and upload anything larger and name its URL',
  },
  KS6018: {
    title: 'a local module that is not in the assembly',
    explanation: 'The source of the module is a relative path, and the stack has no file of Terraform there, so terraform init would fail.',
    fix: "leave the source to Keelson (no skipAssetCreationFromLocalModules) and give a path relative to the program's folder",
  },
} satisfies Record<string, Message>;
