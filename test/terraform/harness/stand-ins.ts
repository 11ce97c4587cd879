import type { Json } from './differences.ts';

/** Account of every stand-in; moto's own. */
export const ACCOUNT = '123456789012';

const ARNS: Readonly<Record<string, string>> = {
  role: `arn:aws:iam::${ACCOUNT}:role/stand-in`,
  policy: `arn:aws:iam::${ACCOUNT}:policy/stand-in`,
  key: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`,
  s3: 'arn:aws:s3:::stand-in',
  cluster: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/stand-in`,
  other: `arn:aws:iam::${ACCOUNT}:root`,
};

/** A value for each variable of a stack that has none: what another unit would give when it is applied. */
export function standIns(stack: Json): Record<string, unknown> {
  const variables = (stack['variable'] ?? {}) as Record<string, { readonly type?: string; readonly default?: unknown }>;
  return Object.fromEntries(
    Object.entries(variables)
      .filter(([, variable]) => !('default' in variable))
      .map(([name, { type = 'any' }]) => [name, valueFor(name, type)]),
  );
}

function valueFor(name: string, type: string): unknown {
  if (type === 'number') return 1;
  if (type === 'bool') return true;
  if (type.startsWith('list') || type.startsWith('set')) return [textFor(name)];
  if (type.startsWith('map')) return { key: textFor(name) };
  return textFor(name);
}

function textFor(name: string): string {
  if (name.endsWith('_arn')) return ARNS[Object.keys(ARNS).find((kind) => name.includes(kind)) ?? 'other'] as string;
  if (/subnet/.test(name)) return `subnet-${hex(name)}`;
  if (/security_group/.test(name)) return `sg-${hex(name)}`;
  if (/vpc/.test(name)) return `vpc-${hex(name)}`;
  if (/oidc.*(issuer|url)|issuer/.test(name)) return 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
  if (/endpoint/.test(name)) return 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com';
  return 'stand-in';
}

/** 17 hexadecimal digits, as AWS ids have; the same for the same name. */
function hex(name: string): string {
  let value = 0n;
  for (const letter of name) value = (value * 131n + BigInt(letter.charCodeAt(0))) % 16n ** 17n;
  return value.toString(16).padStart(17, '0');
}
