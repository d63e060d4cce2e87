import { stringify } from './yaml.ts';

export interface KubernetesOrder {
  readonly name: string; // of the TestRun and its ConfigMap: DNS-1123
  readonly namespace: string;
  readonly script: string; // text of a k6 script
  readonly parallelism: number; // pods; k6-operator gives each its share of the load by execution segments
  readonly claim: string; // PersistentVolumeClaim (ReadWriteMany) that receives one file of samples from each pod
  readonly image?: string; // of the runner; the operator's default when left out
  readonly secretHeaders?: readonly (readonly [variable: string, key: string])[]; // taken from the Secret NAME-headers
}

const scriptMax = 900_000; // a ConfigMap holds 1 MiB in all

/**
 * Manifests for k6-operator (TestRun of k6.io/v1alpha1), which runs k6 in several pods. Each pod writes all its samples into a file of its
 * own, so that histograms can be merged afterwards; k6-operator itself merges nothing. Throws a RangeError for what Kubernetes refuses.
 * Not run on a cluster by us: written from the operator's documentation and tested by shape only.
 */
export function kubernetesManifests(order: KubernetesOrder): string {
  const { name, namespace, script, parallelism, claim, image, secretHeaders = [] } = order;
  for (const each of [name, namespace, claim])
    if (!/^[a-z0-9](?:[a-z0-9-]{0,50}[a-z0-9])?$/.test(each)) throw new RangeError(`\`${each.slice(0, 60)}\` is no name in Kubernetes: at most 52 lower-case letters, digits and -`);
  if (!Number.isInteger(parallelism) || parallelism < 1) throw new RangeError(`parallelism is ${parallelism}; it is a whole number from 1`);
  const bytes = Buffer.byteLength(script);
  if (bytes > scriptMax) throw new RangeError(`the script has ${bytes} bytes and a ConfigMap holds ${scriptMax} of it; bring data by a volume of your own`);

  const env = [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ...secretHeaders.map(([variable, key]) => ({ name: variable, valueFrom: { secretKeyRef: { name: `${name}-headers`, key } } })),
  ];
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { 'script.js': script } };
  const testRun = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name, namespace },
    spec: {
      parallelism,
      script: { configMap: { name, file: 'script.js' } },
      arguments: '--out json=/results/$(POD_NAME).ndjson', // Kubernetes fills it in from env: the operator's command sees no shell
      runner: {
        ...(image !== undefined && { image }),
        env,
        volumeMounts: [{ name: 'results', mountPath: '/results' }],
        volumes: [{ name: 'results', persistentVolumeClaim: { claimName: claim } }],
      },
    },
  };
  const head = [
    '# Written by plimsoll for k6-operator; not run on a cluster by its authors.',
    '# kubectl apply -f THIS FILE; when all pods have ended, copy /results of the claim and judge all files together:',
    '# plimsoll gate --results results/*.ndjson',
    ...(secretHeaders.length > 0
      ? [`# Values of headers come from a secret: kubectl create secret generic ${name}-headers -n ${namespace}${secretHeaders.map(([, key]) => ` --from-literal=${key}=…`).join('')}`]
      : []),
  ];
  return `${head.join('\n')}\n${stringify(configMap)}---\n${stringify(testRun)}`;
}
