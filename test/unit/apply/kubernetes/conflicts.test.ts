import { describe, expect, it } from 'vitest';
import { describeConflicts, fieldConflicts, parseFieldPath, withoutFields } from '../../../../lib/apply/kubernetes/plan/conflicts.ts';

const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', annotations: { 'example.com/x': '1' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'web', image: 'a', ports: [{ containerPort: 80, hostPort: 8080 }] },
          { name: 'side', image: 'b' },
        ],
      },
    },
  },
};

describe('conflicts of server-side apply', () => {
  it('name the manager and the field, and tell an edit from an applier', () => {
    const status = {
      code: 409,
      reason: 'Conflict',
      message: '',
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "argocd"', field: '.spec.replicas' },
        { reason: 'FieldManagerConflict', message: 'conflict with "kubectl-edit" using apps/v1', field: '.metadata.labels.a' },
        { reason: 'FieldManagerConflict', message: 'conflict with "hpa" with subresource "scale" using apps/v1', field: '.spec.replicas' },
      ],
    };
    const conflicts = fieldConflicts(status);
    expect(conflicts.map((conflict) => conflict.isEdit)).toEqual([false, true, false]);
    expect(describeConflicts(conflicts)).toBe('argocd has .spec.replicas; kubectl-edit has .metadata.labels.a; hpa has .spec.replicas');
    expect(fieldConflicts({ ...status, code: 422 })).toEqual([]);
  });

  it.each([
    ['.spec.replicas', ['spec', 'replicas']],
    ['.metadata.annotations.example\\.com/x', ['metadata', 'annotations', 'example.com/x']],
    ['.spec.containers[name="web"].image', ['spec', 'containers', { name: 'web' }, 'image']],
    ['.ports[containerPort=80,protocol="TCP"]', ['ports', { containerPort: 80, protocol: 'TCP' }]],
    ['.list[2]', ['list', 2]],
  ])('read the path %s', (path, steps) => {
    expect(parseFieldPath(path)).toEqual(steps);
  });

  it('leave to others what they have, and nothing else', () => {
    const less = withoutFields(manifest, [
      '.spec.replicas',
      '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].hostPort',
    ]);
    expect(less?.spec).toEqual({
      template: {
        spec: {
          containers: [
            { name: 'web', image: 'a', ports: [{ containerPort: 80 }] },
            { name: 'side', image: 'b' },
          ],
        },
      },
    });
    expect(manifest.spec.replicas).toBe(2);
    expect(withoutFields(manifest, ['.spec.paused'])).toBeUndefined();
  });
});
