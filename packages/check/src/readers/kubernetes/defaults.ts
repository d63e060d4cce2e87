/** What Kubernetes, KEDA and OpenShift do when a field is left out, each with the page that says so. */
export interface Default<T> {
  readonly value: T;
  readonly says: string;
  readonly citation: string;
}

export const replicasDefault: Default<number> = {
  value: 1,
  says: 'replicas not set: 1',
  citation: 'Kubernetes API reference v1.34, DeploymentSpec and StatefulSetSpec: replicas, "Defaults to 1" (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/)',
};

export const parallelismDefault: Default<number> = {
  value: 1,
  says: 'parallelism not set: 1',
  citation: 'Kubernetes documentation, Jobs, "Parallel execution for Jobs": unset parallelism defaults to 1 (https://kubernetes.io/docs/concepts/workloads/controllers/job/)',
};

export const terminationGraceMsDefault: Default<number> = {
  value: 30_000,
  says: 'terminationGracePeriodSeconds not set: 30',
  citation: 'Kubernetes API reference v1.34, PodSpec: terminationGracePeriodSeconds, "Defaults to 30 seconds" (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/)',
};

export const minReplicasDefault: Default<number> = {
  value: 1,
  says: 'minReplicas not set: 1',
  citation:
    'Kubernetes API reference v1.34, HorizontalPodAutoscalerSpec: minReplicas "defaults to 1 pod" (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/)',
};

export const minReplicaCountDefault: Default<number> = {
  value: 0,
  says: 'minReplicaCount not set: 0',
  citation: 'KEDA 2.17, ScaledObject and ScaledJob specification: minReplicaCount, default 0 (https://keda.sh/docs/2.17/reference/scaledobject-spec/)',
};

export const maxReplicaCountDefault: Default<number> = {
  value: 100,
  says: 'maxReplicaCount not set: 100',
  citation: 'KEDA 2.17, ScaledObject and ScaledJob specification: maxReplicaCount, default 100 (https://keda.sh/docs/2.17/reference/scaledobject-spec/)',
};

const nginxTimeouts =
  'ingress-nginx, NGINX configuration: ConfigMap options proxy-connect-timeout 5, proxy-read-timeout 60, proxy-send-timeout 60 (https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/)';

export const nginxTimeoutDefaults: readonly (Default<number> & { readonly what: 'proxy-read' | 'proxy-send' | 'proxy-connect' })[] = [
  { what: 'proxy-connect', value: 5_000, says: 'proxy-connect-timeout not set: 5 s', citation: nginxTimeouts },
  { what: 'proxy-read', value: 60_000, says: 'proxy-read-timeout not set: 60 s', citation: nginxTimeouts },
  { what: 'proxy-send', value: 60_000, says: 'proxy-send-timeout not set: 60 s', citation: nginxTimeouts },
];

export const routeTimeoutDefault: Default<number> = {
  value: 30_000,
  says: 'haproxy.router.openshift.io/timeout not set: 30 s',
  citation:
    'OpenShift Container Platform 4.16, Route configuration: the default route timeout is 30 seconds, ROUTER_DEFAULT_SERVER_TIMEOUT (https://docs.openshift.com/container-platform/4.16/networking/routes/route-configuration.html)',
};

export const istioRetriesDefault: Default<number> = {
  value: 2,
  says: 'retries not set: 2',
  citation:
    'Istio 1.27, Traffic management, Retries: the default retry behaviour for HTTP requests is to retry twice before returning the error (https://istio.io/latest/docs/concepts/traffic-management/#retries)',
};
