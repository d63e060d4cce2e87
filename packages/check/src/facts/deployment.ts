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
export type KubernetesFact =
  | KubernetesWorkload
  | KubernetesService
  | KubernetesIngress
  | KubernetesAutoscaler
  | KubernetesConfig
  | KubernetesDisruptionBudget
  | KubernetesClaim
  | MeshPolicy
  | AlertRules
  | KustomizeOverlay;

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
  readonly volumes?: readonly PodVolume[];
  readonly capacity?: { readonly kind: 'spot' | 'on-demand'; readonly source: Source } | null; // node selector, toleration or affinity that says so
}

/** A volume with the paths it is mounted at. `claim`: name of the PersistentVolumeClaim or claim template. */
export interface PodVolume {
  readonly name: string;
  readonly type: 'emptyDir' | 'hostPath' | 'claim' | 'claim-template' | 'other';
  readonly claim: string | null;
  readonly mounts: readonly { readonly container: string; readonly path: string; readonly readOnly: boolean; readonly source: Source }[];
  readonly source: Source;
}

export interface KubernetesClaim extends KubernetesBase {
  readonly kind: 'kubernetes-claim';
  readonly accessModes: readonly { readonly mode: string; readonly source: Source }[]; // ReadWriteOnce, ReadWriteMany, ReadOnlyMany, ReadWriteOncePod
}

/** Istio's DestinationRule and VirtualService, Linkerd's and the Gateway API's like: how a mesh treats calls to one host. */
export interface MeshPolicy extends KubernetesBase {
  readonly kind: 'mesh-policy';
  readonly type: 'DestinationRule' | 'VirtualService' | 'HTTPRoute';
  readonly hosts: readonly string[]; // as written: 'reviews', 'reviews.prod.svc.cluster.local'
  readonly timeouts: readonly { readonly timeoutMs: Known<number>; readonly host: string; readonly source: Source }[];
  readonly retries: readonly { readonly attempts: Known<number>; readonly perTryTimeoutMs: Known<number> | null; readonly host: string; readonly source: Source }[]; // attempts: retries after the first try
  readonly outlierDetection: Source | null; // a circuit breaker of the mesh
  readonly connectionsMax: Known<number> | null;
  readonly locality: Source | null; // locality load balancing
  readonly sticky: Source | null; // consistentHash on a cookie or the client's address
}

/** Prometheus alerting and recording rules: a PrometheusRule object or a rule file. */
export interface AlertRules extends KubernetesBase {
  readonly kind: 'alert-rules';
  readonly rules: readonly {
    readonly alert: string | null;
    readonly record: string | null;
    readonly expression: string;
    readonly forMs: number | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly source: Source;
    readonly expressionSource: Source;
  }[];
}

export interface KubernetesService extends KubernetesBase {
  readonly kind: 'kubernetes-service';
  readonly type: string; // ClusterIP, NodePort, LoadBalancer, ExternalName
  readonly headless: boolean;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: string | null; readonly name: string | null }[];
  readonly zonePreference: Source | null;
  readonly sticky?: Source | null; // sessionAffinity: ClientIP
}

export interface KubernetesIngress extends KubernetesBase {
  readonly kind: 'kubernetes-ingress';
  readonly backends: readonly { readonly service: string; readonly host: string | null; readonly path: string | null; readonly source: Source }[];
  readonly timeouts: readonly { readonly what: 'proxy-read' | 'proxy-send' | 'proxy-connect' | 'route'; readonly timeoutMs: Known<number> }[];
  readonly hosts?: readonly string[]; // public names
  readonly sticky?: Source | null; // affinity by cookie
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

/** One `proxy_pass` of an nginx configuration (or the like), with what holds for its connections. */
export interface ProxyPass {
  readonly kind: 'proxy-pass';
  readonly server: 'nginx' | 'haproxy' | 'envoy' | 'apache';
  readonly source: Source; // the proxy_pass
  readonly target: string; // as written: 'http://backend'
  readonly upstream: { readonly name: string; readonly source: Source; readonly servers: readonly string[] } | null; // the group it names; null: a plain address
  readonly keepAlive: { readonly connections: number; readonly source: Source } | null; // keepalive N of the group
  readonly http11: Source | null; // proxy_http_version 1.1 (or 2), which keep-alive to the upstream needs before nginx 1.29.7
  readonly connectionCleared: Source | null; // proxy_set_header Connection "" (an upgrade map counts for websockets)
  readonly websocket: boolean;
  readonly timeouts: readonly { readonly what: 'proxy-read' | 'proxy-send' | 'proxy-connect'; readonly timeoutMs: Known<number> }[];
}

/** What a command line or process manager's file says of the processes that one instance runs. */
export interface ProcessManager {
  readonly kind: 'process-manager';
  readonly tool: string; // 'pm2', 'uvicorn', 'gunicorn', 'puma', 'node:cluster'
  readonly source: Source;
  readonly folder: string; // where the program lies, from the scan root
  readonly script: string | null; // file it starts, as written
  readonly processes: Known<number>; // 'max': unknown, it follows the processors
}

export type DeploymentFact = ProxyPass | ProcessManager | KubernetesFact | ComposeService | Dockerfile | ProcfileProcess | HelmChart;
