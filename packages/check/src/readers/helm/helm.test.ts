import { describe, expect, it } from 'vitest';
import type { FileIndex } from '../reader.ts';
import { chartOfTemplate } from './chart-files.ts';
import { helmReader } from './index.ts';

function indexOf(files: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

const files = {
  'deploy/shop/Chart.yaml': 'apiVersion: v2\nname: shop\n',
  'deploy/shop/templates/_names.tpl': 'kind: Ignored\n',
  'deploy/shop/templates/orders.yaml': '{{- if .Values.on }}\napiVersion: apps/v1\nkind: Deployment\nspec:\n  scaleTargetRef:\n    kind: StatefulSet\n{{- end }}\n---\nkind: Service\n',
  'deploy/shop/templates/sub/rest.yaml': '{{ include "x" . }}\n',
  'deploy/shop/values.yaml': 'replicas: 3\n',
};

describe('helmReader', () => {
  it('names the kinds of a chart and says once that they are not rendered', () => {
    const { facts, unread } = helmReader.read({ path: 'deploy/shop/Chart.yaml', text: files['deploy/shop/Chart.yaml'] }, indexOf(files));
    expect(facts).toMatchObject([
      {
        kind: 'helm-chart',
        name: 'shop',
        folder: 'deploy/shop',
        source: { line: 2, column: 7 },
        templates: [
          { file: 'deploy/shop/templates/orders.yaml', kinds: ['Deployment', 'Service'] },
          { file: 'deploy/shop/templates/sub/rest.yaml', kinds: [] },
        ],
      },
    ]);
    expect(unread).toEqual([{ file: 'deploy/shop/Chart.yaml', line: null, message: expect.stringMatching(/not rendered.*Deployment, Service$/) }]);
  });

  it('says nothing of a chart without templates', () => expect(helmReader.read({ path: 'Chart.yaml', text: 'name: umbrella\n' }, indexOf({})).unread).toEqual([]));

  it.each(['', '[', '\0', '- 1'])('%j does not throw', (text) => expect(helmReader.read({ path: 'Chart.yaml', text }, indexOf({})).facts).toHaveLength(1));

  it('claims only charts', () => {
    expect(helmReader.claims('a/Chart.yaml', () => new Uint8Array())).toBe(true);
    expect(helmReader.claims('a/BarChart.yaml', () => new Uint8Array())).toBe(false);
  });
});

describe('chartOfTemplate', () => {
  it('knows templates by the Chart.yaml beside their folder', () => {
    const index = indexOf(files);
    expect(chartOfTemplate('deploy/shop/templates/sub/rest.yaml', index)).toBe('deploy/shop');
    expect(chartOfTemplate('templates/x.yaml', indexOf({ 'Chart.yaml': '' }))).toBe('');
    expect(chartOfTemplate('deploy/templates/x.yaml', index)).toBeNull();
    expect(chartOfTemplate('deploy/shop/mytemplates/x.yaml', index)).toBeNull();
  });
});
