import { describe, expect, it } from 'vitest';
import type { KustomizeOverlay } from '../../facts/deployment.ts';
import { valueOf } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { kustomizeReader } from './index.ts';

function indexOf(files: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

function read(text: string, others: Readonly<Record<string, string>> = {}, path = 'k8s/overlays/prod/kustomization.yaml') {
  const { facts, unread } = kustomizeReader.read({ path, text }, indexOf({ ...others, [path]: text }));
  return { overlay: facts[0] as KustomizeOverlay, unread };
}

describe('resources', () => {
  it('resolves bases, components and files to paths, and says what lies elsewhere', () => {
    const text = 'namePrefix: prod-\nnamespace: shop\nresources: [../../base, hpa.yaml, missing.yaml, "https://shop.example/x?ref=v1"]\ncomponents: [../../components/cache]\n';
    const { overlay, unread } = read(text, { 'k8s/base/kustomization.yaml': '', 'k8s/components/cache/kustomization.yml': '', 'k8s/overlays/prod/hpa.yaml': '' });
    expect(overlay).toMatchObject({ folder: 'k8s/overlays/prod', environment: 'prod', namePrefix: 'prod-', nameSuffix: '', namespace: 'shop' });
    expect(overlay.resources.map((resource) => resource.path)).toEqual(['k8s/base', 'k8s/overlays/prod/hpa.yaml', 'k8s/components/cache']);
    expect(unread.map((entry) => entry.message)).toEqual([expect.stringContaining('missing.yaml'), expect.stringContaining('outside this repository')]);
  });
});

describe('patches', () => {
  it('reads replicas and limits from inline patches with their true places', () => {
    const text = `replicas:
  - name: orders
    count: 4
patches:
  - target: { kind: Deployment, name: orders }
    patch: |-
      - op: replace
        path: /spec/replicas
        value: 6
  - patch: |-
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: { name: orders }
      spec:
        minReplicas: 2
        maxReplicas: 9
`;
    const { overlay, unread } = read(text);
    expect(unread).toEqual([]);
    expect(overlay.replicas).toMatchObject([{ name: 'orders', count: { value: 4 } }]);
    expect(overlay.changes).toMatchObject([
      { kind: 'Deployment', name: 'orders', replicas: { value: 6, source: { line: 9, column: 16 } } },
      { kind: 'HorizontalPodAutoscaler', name: 'orders', min: { value: 2 }, max: { value: 9, source: { line: 16, column: 22 } } },
    ]);
    expect(overlay.patches.map((patch) => patch.target)).toEqual(['Deployment/orders', 'HorizontalPodAutoscaler/orders']);
  });

  it('reads patch files with their own places', () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env: [{ name: DB_POOL_MAX, value: "40" }]\n';
    const { overlay } = read('patchesStrategicMerge: [pool.yaml]\n', { 'k8s/overlays/prod/pool.yaml': patch });
    expect(overlay.patches).toMatchObject([{ path: 'k8s/overlays/prod/pool.yaml', target: 'Deployment/orders' }]);
    const entry = overlay.changes[0]?.containers[0]?.environment[0];
    expect(entry).toMatchObject({ name: 'DB_POOL_MAX', value: { value: '40', source: { file: 'k8s/overlays/prod/pool.yaml', line: 9 } } });
  });

  it('does not guess at quoted patches over several lines or at label selectors', () => {
    const { overlay, unread } = read(
      'patches:\n  - patch: "- op: replace\\n  path: /spec/replicas\\n  value: 6\\n"\n    target: { kind: Deployment, name: a }\n  - path: p.yaml\n    target: { kind: Deployment, labelSelector: app=b }\n',
      {
        'k8s/overlays/prod/p.yaml': 'kind: Deployment\nspec: { replicas: 3 }\n',
      },
    );
    expect(overlay.changes).toEqual([]);
    expect(unread).toHaveLength(2);
  });
});

describe('configMapGenerator', () => {
  it('reads literals, env files and whole files', () => {
    const { overlay, unread } = read('configMapGenerator:\n  - name: orders\n    literals: [POOL=25, "NOTE=\'a b\'"]\n    envs: [orders.env]\n    files: [app.properties, second=absent.txt]\n', {
      'k8s/overlays/prod/orders.env': '# pool\nTIMEOUT=5\n',
      'k8s/overlays/prod/app.properties': 'pool.max=3\n',
    });
    expect(overlay.configMaps[0]?.data.map((entry) => [entry.name, valueOf(entry.value)])).toEqual([
      ['POOL', '25'],
      ['NOTE', 'a b'],
      ['TIMEOUT', '5'],
      ['app.properties', 'pool.max=3\n'],
    ]);
    expect(unread).toHaveLength(1);
  });
});

describe('bad input', () => {
  it.each(['', '- a\n- b\n', 'resources: [', 'resources: {a: b}\npatches: 3\nreplicas: [1, {name: x}]\n', '\0\0', 'patches: [{patch: 5, target: 3}, null, [[]]]\n'])('%j does not throw', (text) =>
    expect(() => read(text)).not.toThrow(),
  );
});
