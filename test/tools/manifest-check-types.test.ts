import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { LIMITS } from '../../tools/manifest-check/field-limits';
import { CLIENTS, KubernetesTypes } from '../../tools/manifest-check/kubernetes-types';
import { checkScalar } from '../../tools/manifest-check/scalars';

describe.each([...CLIENTS])('the types of Kubernetes %s', (version, client) => {
  const types = new KubernetesTypes(client);

  test('come from the client that was generated for it', () => {
    const model = join(dirname(require.resolve(client)), 'gen', 'model', 'v1Pod.d.ts');
    expect(readFileSync(model, 'utf8')).toContain(`OpenAPI document: release-${version}\n`);
  });

  test('are all known, down to the scalars', () => {
    const seen = new Set<string>();
    const visit = (type: string): void => {
      if (seen.has(type)) {
        return;
      }
      seen.add(type);
      const shape = types.shapeOf(type);
      if (shape.is === 'object') {
        shape.fields.forEach(field => visit(field.type));
      } else if (shape.is === 'scalar') {
        checkScalar(type, 'x');
      } else {
        visit(shape.item);
      }
    };
    for (const api of ['v1', 'apps/v1', 'batch/v1', 'coordination.k8s.io/v1', 'networking.k8s.io/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1']) {
      types.kindsOf(api).forEach(visit);
    }
    expect(seen.size).toBeGreaterThan(300);
  });

  test('have every field that a limit is set to', () => {
    const astray = [...LIMITS.keys()].filter(name => {
      const [owner, field] = name.split('.');
      const shape = types.shapeOf(owner);
      return shape.is !== 'object' || !shape.fields.has(field);
    });
    expect(astray).toEqual([]);
  });
});
