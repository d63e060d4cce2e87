import { describe, expect, it } from 'vitest';
import type { KubernetesWorkload } from '../../facts/deployment.ts';
import { only, read } from './testing/read.ts';

const workload = (kind: string, spec: string, pod: string): KubernetesWorkload =>
  only(`apiVersion: ${kind === 'CronJob' ? 'batch/v1' : 'apps/v1'}\nkind: ${kind}\nmetadata: { name: orders }\nspec:\n${spec}  template:\n    spec:\n${pod}`, 'kubernetes-workload');

const container = (mounts: string): string => `      containers:\n        - name: api\n          volumeMounts:\n${mounts}`;

describe('volumes', () => {
  it('names the type, the claim and the mounts of each', () => {
    const { volumes } = workload(
      'Deployment',
      '',
      `${container('            - { name: scratch, mountPath: /tmp/crates }\n            - { name: manifest, mountPath: /berths, readOnly: true }\n            - { name: ledger, mountPath: /ledger }\n')}      volumes:
        - { name: scratch, emptyDir: { sizeLimit: 1Gi } }
        - { name: node, hostPath: { path: /var/log } }
        - { name: ledger, persistentVolumeClaim: { claimName: ledger-claim } }
        - { name: manifest, configMap: { name: berths } }
        - name: bare
          emptyDir:
`,
    );
    expect(volumes?.map(({ name, type, claim, mounts }) => [name, type, claim, mounts.map((mount) => `${mount.container}:${mount.path}${mount.readOnly ? ' (ro)' : ''}`)])).toEqual([
      ['scratch', 'emptyDir', null, ['api:/tmp/crates']],
      ['node', 'hostPath', null, []],
      ['ledger', 'claim', 'ledger-claim', ['api:/ledger']],
      ['manifest', 'other', null, ['api:/berths (ro)']],
      ['bare', 'emptyDir', null, []],
    ]);
    expect(volumes?.[0]).toMatchObject({ source: { line: 14, column: 11 }, mounts: [{ source: { line: 10, column: 15 } }] });
  });

  it('takes a claim that is only read for mounts that only read', () => {
    const { volumes } = workload(
      'Deployment',
      '',
      `${container('            - { name: charts, mountPath: /charts }\n')}      volumes: [{ name: charts, persistentVolumeClaim: { claimName: charts, readOnly: true } }]\n`,
    );
    expect(volumes?.[0]?.mounts).toMatchObject([{ readOnly: true }]);
  });

  it('gives a claim to each pod of a StatefulSet, and to no Deployment', () => {
    const templates = '  volumeClaimTemplates:\n    - { metadata: { name: ledger }, spec: { accessModes: [ReadWriteOnce] } }\n';
    const pod = container('            - { name: ledger, mountPath: /ledger }\n');
    expect(workload('StatefulSet', templates, pod).volumes).toMatchObject([{ name: 'ledger', type: 'claim-template', claim: 'ledger', mounts: [{ path: '/ledger' }] }]);
    expect(workload('Deployment', templates, pod).volumes).toEqual([]);
  });

  it('reads the access modes of a claim', () => {
    const claim = (api: string): string => `apiVersion: ${api}\nkind: PersistentVolumeClaim\nmetadata: { name: ledger }\nspec:\n  accessModes:\n    - ReadWriteOnce\n    - ReadOnlyMany\n`;
    expect(only(claim('v1'), 'kubernetes-claim')).toMatchObject({ name: 'ledger', accessModes: [{ mode: 'ReadWriteOnce', source: { line: 6 } }, { mode: 'ReadOnlyMany' }] });
    expect(read(claim('harbour.example/v1')).facts).toEqual([]);
  });

  it.each(['      volumes: 5\n', '      volumes: [1, null, { name: [] }]\n      containers: [{ volumeMounts: [3, { name: a }] }]\n'])('is silent on %j', (pod) =>
    expect(workload('Deployment', '', pod).volumes).toEqual([]),
  );
});

describe('capacity', () => {
  const term = (key: string, operator: string, values = ''): string => `{ matchExpressions: [{ key: ${key}, operator: ${operator}${values === '' ? '' : `, values: [${values}]`} }] }`;
  const required = (...terms: readonly string[]): string => `      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${terms.join(', ')}] } } }\n`;
  const preferred = (...terms: readonly string[]): string =>
    `      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [${terms.map((each) => `{ weight: 1, preference: ${each} }`).join(', ')}] } }\n`;

  it.each([
    ['      nodeSelector: { cloud.google.com/gke-spot: "true" }\n', 'spot'],
    ['      nodeSelector: { eks.amazonaws.com/capacityType: SPOT }\n', 'spot'],
    ['      nodeSelector: { eks.amazonaws.com/capacityType: ON_DEMAND }\n', 'on-demand'],
    [required(term('karpenter.sh/capacity-type', 'In', 'spot')), 'spot'],
    [required(term('karpenter.sh/capacity-type', 'NotIn', 'spot')), 'on-demand'],
    [required(term('cloud.google.com/gke-spot', 'DoesNotExist')), 'on-demand'],
    [preferred(term('karpenter.sh/capacity-type', 'In', 'spot')), 'spot'],
    ['      tolerations: [{ key: kubernetes.azure.com/scalesetpriority, operator: Equal, value: spot, effect: NoSchedule }]\n', 'spot'],
    ['      tolerations: [{ key: cloud.google.com/gke-spot, operator: Exists }]\n', 'spot'],
  ])('%s', (pod, kind) => expect(workload('Deployment', '', pod).capacity?.kind).toBe(kind));

  it('points at the line that says it', () => {
    expect(workload('Deployment', '', '      nodeSelector:\n        disk: fast\n        cloud.google.com/gke-spot: "true"\n').capacity?.source).toMatchObject({
      line: 9,
      column: 9,
      endLine: 9,
      endColumn: 42,
    });
  });

  it.each([
    ['nothing said', '      containers: []\n'],
    ['another label', '      nodeSelector: { harbour.example/pier: spot }\n'],
    ['either of both', required(term('karpenter.sh/capacity-type', 'In', 'spot, on-demand'))],
    ['terms that differ', required(term('karpenter.sh/capacity-type', 'In', 'spot'), term('kubernetes.io/arch', 'In', 'arm64'))],
    ['a wish for what stays', preferred(term('karpenter.sh/capacity-type', 'In', 'on-demand'))],
    ['a toleration of everything', '      tolerations: [{ operator: Exists }]\n'],
    ['a toleration of any capacity', '      tolerations: [{ key: karpenter.sh/capacity-type, operator: Exists }]\n'],
  ])('is silent on %s', (_, pod) => expect(workload('Deployment', '', pod).capacity).toBeNull());

  it('takes no toleration of a DaemonSet for more than that', () => {
    expect(workload('DaemonSet', '', '      tolerations: [{ key: cloud.google.com/gke-spot, operator: Exists }]\n').capacity).toBeNull();
  });
});
