import type { Source } from '@plimsoll/contract';
import type { Known } from '../model/known.ts';

/** One variable that a unit gives to its process. */
export interface EnvironmentEntry {
  readonly name: string;
  readonly value: Known<string>; // a Secret's value is unknown, outside the repository
  readonly reference: { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly key: string } | null;
  readonly refersTo?: readonly string[]; // addresses of Terraform resources that the value names
  readonly source: Source;
}

export interface Container {
  readonly name: string;
  readonly image: Known<string> | null;
  readonly imageText?: string; // for joins, also where the image is unknown: what is known is filled in, the rest as written (`harbour/orders:${TAG}`)
  readonly command: readonly string[] | null; // entrypoint as words
  readonly args: readonly string[] | null;
  readonly commandSource: Source | null;
  readonly environment: readonly EnvironmentEntry[];
  readonly environmentFrom: readonly { readonly kind: 'ConfigMap' | 'Secret' | 'file'; readonly name: string; readonly source: Source }[];
  readonly ports: readonly number[];
  readonly source: Source;
}

/**
 * A Kubernetes or OpenShift object of a kind that matters. `variant` is the folder (overlay, environment, chart) it stands in.
 */
export type KubernetesFact = KubernetesWorkload | KubernetesService | KubernetesIngress | KubernetesAutoscaler | KubernetesConfig | KubernetesDisruptionBudget | KustomizeOverlay;

interface KubernetesBase {
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly variant: string;
  readonly environment: string | null; // normalised name when the folder or file says one: overlays/prod → prod
  readonly source: Source; // the object's own first line to its last
  readonly nameSource: Source;
}

export interface KubernetesWorkload extends KubernetesBase {
  readonly kind: 'kubernetes-workload';
  readonly type: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'DeploymentConfig';
  readonly replicas: Known<number>; // absent: default 1
  readonly replicasStated: boolean;
  readonly schedule: Known<string> | null;
  readonly containers: readonly Container[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly spreadsZones: Source | null; // topologySpreadConstraints or anti-affinity on topology.kubernetes.io/zone
  readonly terminationGraceMs: Known<number> | null;
}

export interface KubernetesService extends KubernetesBase {
  readonly kind: 'kubernetes-service';
  readonly type: string; // ClusterIP, NodePort, LoadBalancer, ExternalName
  readonly headless: boolean;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: string | null; readonly name: string | null }[];
  readonly zonePreference: Source | null;
}

export interface KubernetesIngress extends KubernetesBase {
  readonly kind: 'kubernetes-ingress';
  readonly backends: readonly { readonly service: string; readonly host: string | null; readonly path: string | null; readonly source: Source }[];
  readonly timeouts: readonly { readonly what: 'proxy-read' | 'proxy-send' | 'proxy-connect' | 'route'; readonly timeoutMs: Known<number> }[];
}

/** HorizontalPodAutoscaler or KEDA ScaledObject. */
export interface KubernetesAutoscaler extends KubernetesBase {
  readonly kind: 'kubernetes-autoscaler';
  readonly type: 'HorizontalPodAutoscaler' | 'ScaledObject' | 'ScaledJob';
  readonly target: { readonly apiVersion: string | null; readonly kind: string; readonly name: string; readonly source: Source };
  readonly min: Known<number>; // HPA default 1, ScaledObject default 0
  readonly max: Known<number>; // ScaledObject default 100
  readonly metrics: readonly { readonly type: string; readonly name: string; readonly source: Source }[]; // 'Resource'/'cpu', 'External'/'sqs_depth', 'aws-sqs-queue'/queueURL
}

export interface KubernetesConfig extends KubernetesBase {
  readonly kind: 'kubernetes-config';
  readonly type: 'ConfigMap' | 'Secret';
  readonly data: readonly EnvironmentEntry[];
}

export interface KubernetesDisruptionBudget extends KubernetesBase {
  readonly kind: 'kubernetes-disruption-budget';
  readonly selector: Readonly<Record<string, string>>;
  readonly minAvailable: Known<string> | null;
  readonly maxUnavailable: Known<string> | null;
}

/** A kustomization: what it takes in and what it overrides, so that overlays can be told from bases. */
export interface KustomizeOverlay {
  readonly kind: 'kustomize';
  readonly source: Source;
  readonly folder: string;
  readonly environment: string | null;
  readonly resources: readonly { readonly path: string; readonly source: Source }[];
  readonly replicas: readonly { readonly name: string; readonly count: Known<number> }[];
  readonly patches: readonly { readonly path: string | null; readonly target: string | null; readonly source: Source }[];
  readonly configMaps: readonly { readonly name: string; readonly data: readonly EnvironmentEntry[] }[];
  readonly changes: readonly KustomizeChange[]; // what the patches set that matters here, inline or in files (a patch file also gives its workload: tell it by patches[].path)
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string | null;
}

/** What one patch of a kustomization sets on an object; null where it sets nothing. */
export interface KustomizeChange {
  readonly kind: string; // Deployment, HorizontalPodAutoscaler…
  readonly name: string | null; // null: every object of that kind
  readonly replicas: Known<number> | null;
  readonly min: Known<number> | null; // minReplicas, minReplicaCount
  readonly max: Known<number> | null;
  readonly containers: readonly Container[]; // merged by name; name '' for a JSON patch, which counts containers instead
  readonly source: Source;
}

export interface ComposeService {
  readonly kind: 'compose-service';
  readonly name: string;
  readonly file: string;
  readonly environment: string | null; // compose.prod.yaml → prod; null for the base file
  readonly container: Container;
  readonly build: { readonly context: string; readonly dockerfile: string | null; readonly source: Source } | null; // context relative to the scan root
  readonly replicas: Known<number>; // absent: default 1
  readonly dependsOn: readonly string[];
  readonly profiles: readonly string[];
  readonly source: Source;
  readonly nameSource: Source;
}

export interface Dockerfile {
  readonly kind: 'dockerfile';
  readonly source: Source;
  readonly folder: string;
  readonly from: readonly string[];
  readonly entrypoint: readonly string[] | null; // of the last stage
  readonly command: readonly string[] | null;
  readonly commandSource: Source | null;
  readonly workdir: string | null;
  readonly copies: readonly { readonly from: string; readonly to: string }[]; // from the build context only
  readonly environment: readonly EnvironmentEntry[];
  readonly ports: readonly number[];
}

/** One line of a Procfile, or a process of a Cloud Foundry manifest. */
export interface ProcfileProcess {
  readonly kind: 'procfile-process';
  readonly name: string; // web, worker, release, clock
  readonly command: readonly string[];
  readonly instances: Known<number> | null;
  readonly source: Source;
  readonly application: string | null; // name in a Cloud Foundry manifest; null for a Procfile
  readonly folder: string; // where its code starts, from the scan root; '.' is the root
  readonly environment: string | null; // manifest-prod.yml → prod, Procfile.dev → dev
  readonly variables: readonly EnvironmentEntry[]; // `env:` of the manifest
}

/** A chart whose templates are not rendered: what depends on it is undecided. `values` are flattened keys of its values files. */
export interface HelmChart {
  readonly kind: 'helm-chart';
  readonly name: string;
  readonly folder: string;
  readonly source: Source;
  readonly templates: readonly { readonly file: string; readonly kinds: readonly string[] }[]; // kinds named in literal `kind:` lines
}

export type DeploymentFact = KubernetesFact | ComposeService | Dockerfile | ProcfileProcess | HelmChart;
