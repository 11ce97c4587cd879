import type { IConstruct } from 'constructs';
import { type BindingValue, objectId } from '../../assembly/schema.ts';
import type { SynthContext } from '../assemble/context.ts';
import { ClusterScope } from '../cluster-scope.ts';
import { Environment } from '../environment.ts';
import { identityOf } from '../kubernetes/identity.ts';
import { kubernetesPlacement, terraformPlacement } from '../placement.ts';
import { outputName, resolveExpression } from '../terraform/expression.ts';
import type { Reference } from './reference.ts';

/** A reference resolved to the unit that gives its value. */
export interface ResolvedReference {
  readonly value: BindingValue;
  readonly sensitive: boolean;
  /** For a Terraform value: the expression within its own stack. */
  readonly expression?: string;
}

/**
 * Finds the unit and output of a reference and declares the output there. Reports KS4004 for another environment's value
 * that is not exported, and KS4006 for an expression over two units.
 */
export function resolveReference(
  context: SynthContext,
  reference: Reference<unknown>,
  consumer: IConstruct,
): ResolvedReference | undefined {
  const { origin } = reference;
  const sensitive = reference.sensitive;
  if (!mayUse(context, origin.scope, consumer, reference.exportName !== undefined)) return undefined;
  if (origin.kind === 'kubernetes') {
    const unit = context.unit(kubernetesPlacement(origin.object, origin.object.kind));
    const cluster = ClusterScope.tryOf(origin.object) as ClusterScope;
    const id = objectId(identityOf(origin.object, cluster));
    const name =
      reference.exportName ?? `${origin.object.kind}_${origin.object.name}${origin.pointer}`.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
    context.output(
      unit,
      name,
      `${id}#${origin.pointer}`,
      { type: reference.type, from: { object: id, pointer: origin.pointer } },
      origin.scope,
    );
    return { value: { unit: unit.key, output: name, type: reference.type }, sensitive };
  }
  const expression = resolveExpression(context, origin.token, origin.scope);
  if (!expression) return undefined;
  const unit = context.unit(expression.placement ?? terraformPlacement(origin.scope));
  const name = reference.exportName ?? outputName(expression.text);
  context.output(unit, name, expression.text, { type: reference.type, ...(sensitive && { sensitive }) }, origin.scope);
  return { value: { unit: unit.key, output: name, type: reference.type }, sensitive, expression: expression.text };
}

/** Whether a construct may use a value of a scope: the same environment, or an export of `shared`. Reports KS4004. */
export function mayUse(context: SynthContext, from: IConstruct, consumer: IConstruct, exported: boolean): boolean {
  const origin = Environment.tryOf(from);
  const user = Environment.tryOf(consumer);
  if (!origin || !user || origin === user || exported) return true;
  const what = `${from.node.path} of the environment ${origin.name} is used in ${user.name}`;
  context.error(
    consumer,
    'KS4004',
    what,
    origin.isShared ? {} : { fix: `create it in ${user.name}, or in the environment shared and export it` },
  );
  return false;
}
