import { describe, expect, it } from 'vitest';
import { moreThanDrift, resourceDrift } from '../../../../../lib/apply/terraform/drift/resource-drift.ts';
import { changeSet } from '../../../../../lib/apply/terraform/plan/change-set.ts';
import type { ChangeView, ResourceView } from '../../../../../lib/apply/terraform/plan/plan-view.ts';

const view = (address: string, actions: readonly string[], change: Omit<ChangeView, 'actions'> = {}): ResourceView => ({
  address,
  mode: 'managed',
  type: address.split('.')[0] as string,
  change: { actions, ...change },
});
const found = (...views: readonly ResourceView[]) => changeSet({ resource_changes: views }).resources;
const planned = (...views: readonly ResourceView[]) => changeSet({ resource_changes: views });

describe('the drift of resources', () => {
  it('is what is there against what was applied, by attribute, and what is gone', () => {
    const drift = resourceDrift(
      found(
        view('aws_s3_bucket.data', ['update'], { before: { tags: { team: 'ml' } }, after: { tags: { team: 'by hand', new: 'x' } } }),
        view('aws_s3_bucket.gone', ['delete'], { before: { bucket: 'gone' } }),
        view('aws_s3_bucket.same', ['no-op'], { before: {}, after: {} }),
      ),
      [],
    );
    expect(drift).toEqual([
      {
        address: 'aws_s3_bucket.data',
        type: 'aws_s3_bucket',
        kind: 'changed',
        fields: [
          { pointer: '/tags/new', name: 'tags.new', before: 'x' },
          { pointer: '/tags/team', name: 'tags.team', before: 'by hand', after: 'ml' },
        ],
      },
      { address: 'aws_s3_bucket.gone', type: 'aws_s3_bucket', kind: 'deleted', fields: [] },
    ]);
  });

  it('shows no value that Terraform says is sensitive', () => {
    const change = {
      before: { password: 'old-secret' },
      after: { password: 'new-secret' },
      before_sensitive: { password: true },
      after_sensitive: {},
    };
    const drift = resourceDrift(found(view('aws_db_instance.main', ['update'], change)), []);
    expect(drift[0]?.fields).toEqual([{ pointer: '/password', name: 'password', before: '(sensitive)', after: '(sensitive)' }]);
    expect(JSON.stringify(drift)).not.toContain('-secret');
  });

  it('has nothing that changes by itself, is empty either way, or that the policy leaves alone', () => {
    const drift = (ignored: Parameters<typeof resourceDrift>[1]) =>
      resourceDrift(
        found(
          view('aws_eks_cluster.main', ['update'], { before: { platform_version: 'eks.1' }, after: { platform_version: 'eks.2' } }),
          view('aws_eks_node_group.gpu', ['update'], {
            before: { scaling_config: [{ desired_size: 1, max_size: 4 }], tags: null, labels: { team: 'a' } },
            after: { scaling_config: [{ desired_size: 3, max_size: 4 }], tags: {}, labels: { team: 'b' } },
          }),
        ),
        ignored,
      ).map(({ address, fields }) => `${address} ${fields.map(({ name }) => name)}`);
    expect(drift([])).toEqual(['aws_eks_node_group.gpu labels.team']);
    expect(drift([{ type: 'aws_eks_cluster', pointer: '/labels' }])).toEqual(['aws_eks_node_group.gpu labels.team']);
    expect(drift([{ type: 'aws_eks_*', pointer: '/labels' }])).toEqual([]);
    expect(drift([{ type: '*', pointer: '/*/team' }])).toEqual([]);
    expect(drift([{ type: '*', pointer: '/labels/te' }])).toEqual(['aws_eks_node_group.gpu labels.team']);
  });

  it('is all that its correction may change', () => {
    const change = { before: { tags: { team: 'ml' } }, after: { tags: { team: 'by hand' } } };
    const drift = resourceDrift(
      found(view('aws_s3_bucket.data', ['update'], change), view('aws_sqs_queue.gone', ['delete'], { before: {} })),
      [],
    );
    const back = view('aws_s3_bucket.data', ['update'], {
      before: { tags: { team: 'by hand' }, at: 'x' },
      after: { tags: { team: 'ml' } },
      after_unknown: { at: true },
    });
    const again = view('aws_sqs_queue.gone', ['create'], { after: { name: 'gone' } });
    expect(moreThanDrift(planned(back, again), drift)).toBeUndefined();
    const other = view('aws_s3_bucket.data', ['update'], { before: { acl: 'a' }, after: { acl: 'b' } });
    expect(moreThanDrift(planned(other), drift)).toBe('aws_s3_bucket.data acl');
    const replaced = view('aws_s3_bucket.data', ['delete', 'create'], { before: {}, after: {} });
    const deleted = view('aws_sns_topic.old', ['delete'], { before: {} });
    expect(moreThanDrift(planned(replaced, deleted), drift)).toBe('replace aws_s3_bucket.data, delete aws_sns_topic.old');
    const outputs = { resources: [], outputs: [{ pointer: '/arn', name: 'arn', before: 'a', after: 'b' }] };
    expect(moreThanDrift(outputs, drift)).toBe('output arn');
  });
});
