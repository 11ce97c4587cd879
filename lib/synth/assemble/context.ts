import type { IConstruct } from 'constructs';
import type { UnitEdge, UnitOutput } from '../../assembly/schema.ts';
import type { ErrorDetails, KeelsonError } from '../../core/errors.ts';
import type { Placement } from '../placement.ts';
import { errorAt, type PlatformState } from '../state.ts';
import { UnitDraft } from './draft.ts';

/** What the parts of one synth share: the units so far, and where problems go. */
export class SynthContext {
  readonly platform: IConstruct & { readonly name: string };
  readonly state: PlatformState;
  readonly units = new Map<string, UnitDraft>();

  constructor(platform: IConstruct & { readonly name: string }, state: PlatformState) {
    this.platform = platform;
    this.state = state;
  }

  /** The unit of a placement; made at the first use. Reports KS1012 when another construct has the same one. */
  unit(placement: Placement): UnitDraft {
    const key = `${placement.environment.name}/${placement.unitId}`;
    let draft = this.units.get(key);
    if (!draft) {
      draft = new UnitDraft(key, placement, this.platform.name);
      this.units.set(key, draft);
    } else if (draft.placement.explicit !== placement.explicit || (placement.explicit && draft.placement.base !== placement.base)) {
      const others = [draft.placement, placement].filter((one) => one.explicit).map((one) => one.base.node.path);
      this.error(
        placement.base,
        'KS1012',
        `the unit ${key} is both ${others.join(' and ')}${others.length === 1 ? ' and a default unit' : ''}`,
      );
    }
    return draft;
  }

  /** Adds a dependency between two units; none of a unit on itself. */
  edge(from: UnitDraft, to: string, reason: UnitEdge['reasons'][number]): void {
    if (from.key === to) return;
    const reasons = from.edges.get(to) ?? new Set();
    reasons.add(reason);
    from.edges.set(to, reasons);
  }

  /** Adds an output to a unit. Reports KS4010 when the name stands for another expression. */
  output(unit: UnitDraft, name: string, expression: string, output: UnitOutput, construct: IConstruct): void {
    const known = unit.outputs.get(name);
    if (known && known.expression !== expression)
      this.error(construct, 'KS4010', `the output ${name} of ${unit.key} stands for ${known.expression} and for ${expression}`);
    if (!known || output.sensitive) unit.outputs.set(name, { ...output, expression });
  }

  error(construct: IConstruct, code: KeelsonError['code'], message: string, more: Pick<ErrorDetails, 'fix' | 'cause'> = {}): void {
    this.state.errors.push(errorAt(construct, code, message, more as { fix?: string }));
  }
}
