import { describe, expect, it } from 'vitest';
import type { KubernetesAutoscaler, KubernetesConfig, KubernetesIngress, KubernetesService, KubernetesWorkload } from '../../facts/deployment.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import { only, read } from './testing/read.ts';

const deployment = (spec: string, container = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
${spec}  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: api
          image: harbour/orders:1.4
${container}`;

describe('workloads', () => {
  it('reads replicas, labels, image and places', () => {
    const workload = only(deployment('  replicas: 3\n'), 'kubernetes-workload', 'k8s/overlays/prod/orders.yaml');
    expect(workload).toMatchObject({ type: 'Deployment', name: 'orders', variant: 'k8s/overlays/prod', environment: 'prod', replicasStated: true, podLabels: { app: 'orders' } });
    expect(workload.replicas).toMatchObject({ value: 3, basis: 'stated', says: 'replicas: 3', source: { line: 6, column: 13, endLine: 6, endColumn: 14 } });
    expect(workload.containers[0]).toMatchObject({ name: 'api', imageText: 'harbour/orders:1.4', image: { value: 'harbour/orders:1.4' } });
    expect(workload.source).toMatchObject({ line: 1, endLine: 12 });
  });

  it('takes one replica by default, with citation', () => {
    const workload = only(deployment(''), 'kubernetes-workload');
    expect(workload.replicasStated).toBe(false);
    expect(workload.replicas).toMatchObject({ value: 1, basis: 'default', citation: expect.stringContaining('Defaults to 1') });
    expect(workload.terminationGraceMs).toMatchObject({ value: 30_000, basis: 'default' });
  });

  it('knows no replicas of a DaemonSet', () => {
    const workload = only('apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: gulls }\nspec: {}\n', 'kubernetes-workload');
    expect(workload.replicas).toMatchObject({ needs: { cause: 'outside-the-repository' } });
  });

  it('reads the schedule of a CronJob and its own pod template', () => {
    const workload = only(
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: tally }\nspec:\n  schedule: "0 2 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers: [{ name: tally, image: harbour/tally, args: [count, --all] }]\n',
      'kubernetes-workload',
    );
    expect(valueOf(workload.schedule)).toBe('0 2 * * *');
    expect(workload.containers[0]).toMatchObject({ command: null, args: ['count', '--all'] });
  });

  it('finds what spreads pods over zones, and only zones', () => {
    const spread = (key: string): string => deployment('', `      topologySpreadConstraints:\n        - { maxSkew: 1, topologyKey: ${key} }\n`);
    expect(only(spread('topology.kubernetes.io/zone'), 'kubernetes-workload').spreadsZones).toMatchObject({ line: 13 });
    expect(only(spread('kubernetes.io/hostname'), 'kubernetes-workload').spreadsZones).toBeNull();
  });

  it('reports replicas that are no number and takes them as unknown', () => {
    const { facts, unread } = read(deployment('  replicas: many\n'));
    expect(isKnown((facts[0] as KubernetesWorkload).replicas)).toBe(false);
    expect(unread).toMatchObject([{ line: 6, message: expect.stringContaining('not a whole number') }]);
  });

  it('takes what is filled in later as unknown, without a report', () => {
    const { facts, unread } = read(deployment('  replicas: ${REPLICAS}\n'));
    expect((facts[0] as KubernetesWorkload).replicas).toMatchObject({ needs: { cause: 'outside-the-repository', what: 'a value for REPLICAS' } });
    expect(unread).toEqual([]);
  });
});

describe('environment of a container', () => {
  const entries = (env: string) => only(deployment('', `          env:\n${env}`), 'kubernetes-workload').containers[0]?.environment ?? [];

  it('reads values, and puts variables together', () => {
    const env = entries('            - { name: DB_HOST, value: db }\n            - { name: DB_URL, value: "postgres://$(DB_HOST)/fruits" }\n            - { name: POOL, value: "25" }\n');
    expect(env.map((entry) => valueOf(entry.value))).toEqual(['db', 'postgres://db/fruits', '25']);
    expect(env[1]?.value).toMatchObject({ basis: 'derived', from: [{ says: 'DB_HOST=db' }] });
  });

  it('does not know a variable that is set nowhere, and leaves the escape alone', () => {
    const env = entries('            - { name: A, value: "$(ELSEWHERE)" }\n            - { name: B, value: "$$(A)" }\n');
    expect(env[0]?.value).toMatchObject({ reason: expect.stringContaining('$(ELSEWHERE)') });
    expect(valueOf(env[1]?.value)).toBe('$(A)');
  });

  it('names references', () => {
    const env = entries(
      '            - name: DB_PASSWORD\n              valueFrom: { secretKeyRef: { name: orders-db, key: password } }\n            - name: NODE\n              valueFrom: { fieldRef: { fieldPath: spec.nodeName } }\n',
    );
    expect(env[0]).toMatchObject({ reference: { kind: 'Secret', name: 'orders-db', key: 'password' }, value: { needs: { cause: 'outside-the-repository' } } });
    expect(env[1]).toMatchObject({ reference: null, value: { reason: expect.stringContaining('spec.nodeName') } });
  });
});

describe('services and ingresses', () => {
  it('reads a service with zone preference', () => {
    const service: KubernetesService = only(
      'apiVersion: v1\nkind: Service\nmetadata: { name: orders }\nspec:\n  clusterIP: None\n  trafficDistribution: PreferClose\n  selector: { app: orders }\n  ports: [{ port: 80, targetPort: http }]\n',
      'kubernetes-service',
    );
    expect(service).toMatchObject({ type: 'ClusterIP', headless: true, selector: { app: 'orders' }, ports: [{ port: 80, targetPort: 'http', name: null }], zonePreference: { line: 6 } });
  });

  it('reads an ingress of both ages and its timeouts', () => {
    const ingress: KubernetesIngress = only(
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations: { nginx.ingress.kubernetes.io/proxy-read-timeout: "15" }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example
      http: { paths: [{ path: /orders, backend: { service: { name: orders } } }, { path: /old, backend: { serviceName: legacy } }] }
`,
      'kubernetes-ingress',
    );
    expect(ingress.backends.map(({ service, host, path }) => [service, host, path])).toEqual([
      ['orders', 'shop.example', '/orders'],
      ['legacy', 'shop.example', '/old'],
    ]);
    expect(ingress.timeouts.map(({ what, timeoutMs }) => [what, valueOf(timeoutMs), isKnown(timeoutMs) ? timeoutMs.basis : null])).toEqual([
      ['proxy-read', 15_000, 'stated'],
      ['proxy-connect', 5_000, 'default'],
      ['proxy-send', 60_000, 'default'],
    ]);
  });

  it('knows the default of a route, and of no other kind called Route', () => {
    const route = (api: string): string => `apiVersion: ${api}\nkind: Route\nmetadata: { name: shop }\nspec: { to: { kind: Service, name: orders } }\n`;
    expect(only(route('route.openshift.io/v1'), 'kubernetes-ingress').timeouts).toMatchObject([{ what: 'route', timeoutMs: { value: 30_000, basis: 'default' } }]);
    expect(read(route('serving.knative.dev/v1')).facts).toEqual([]);
  });
});

describe('autoscalers', () => {
  const hpa = (api: string, rest: string): KubernetesAutoscaler =>
    only(
      `apiVersion: ${api}\nkind: HorizontalPodAutoscaler\nmetadata: { name: orders }\nspec:\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: orders }\n${rest}`,
      'kubernetes-autoscaler',
    );

  it('reads v2 metrics', () => {
    const scaler = hpa(
      'autoscaling/v2',
      '  minReplicas: 2\n  maxReplicas: 20\n  metrics:\n    - { type: Resource, resource: { name: cpu } }\n    - { type: External, external: { metric: { name: sqs_depth } } }\n',
    );
    expect(scaler.metrics.map(({ type, name }) => [type, name])).toEqual([
      ['Resource', 'cpu'],
      ['External', 'sqs_depth'],
    ]);
    expect(scaler).toMatchObject({ min: { value: 2 }, max: { value: 20, says: 'maxReplicas: 20' }, target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' } });
  });

  it('reads v1 and v2beta1, and the default minimum', () => {
    const first = hpa('autoscaling/v1', '  maxReplicas: 5\n  targetCPUUtilizationPercentage: 70\n');
    expect(first).toMatchObject({ min: { value: 1, basis: 'default' }, metrics: [{ type: 'Resource', name: 'cpu' }] });
    expect(hpa('autoscaling/v2beta1', '  maxReplicas: 5\n  metrics: [{ type: Pods, pods: { metricName: lag } }]\n').metrics).toMatchObject([{ type: 'Pods', name: 'lag' }]);
  });

  it('reads KEDA with its defaults', () => {
    const scaled: KubernetesAutoscaler = only(
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: packer }\nspec:\n  scaleTargetRef: { name: packer }\n  triggers:\n    - { type: aws-sqs-queue, metadata: { queueURL: https://queue.example/crates } }\n',
      'kubernetes-autoscaler',
    );
    expect(scaled).toMatchObject({
      target: { kind: 'Deployment', name: 'packer' },
      min: { value: 0, basis: 'default' },
      max: { value: 100, basis: 'default' },
      metrics: [{ type: 'aws-sqs-queue', name: 'https://queue.example/crates' }],
    });
  });

  it('keeps a target as it is written, even where it cannot bind', () => {
    const text =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: x }\nspec: { scaleTargetRef: { apiVersion: apps.openshift.io/v1, kind: Deployment, name: orders }, maxReplicas: 3 }\n';
    expect(only(text, 'kubernetes-autoscaler').target).toMatchObject({ apiVersion: 'apps.openshift.io/v1', kind: 'Deployment' });
  });
});

describe('configuration', () => {
  it('reads a ConfigMap, also one that holds templates of something else', () => {
    const config: KubernetesConfig = only('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: orders }\ndata:\n  POOL: "25"\n  alert.tmpl: |\n    {{ .Labels }}\n', 'kubernetes-config');
    expect(config.data.map((entry) => [entry.name, valueOf(entry.value)])).toEqual([
      ['POOL', '25'],
      ['alert.tmpl', '{{ .Labels }}\n'],
    ]);
  });

  it('shows no value of a Secret', () => {
    const config = only('apiVersion: v1\nkind: Secret\nmetadata: { name: orders }\ndata: { password: YXBwbGU= }\nstringData: { user: apple-picker }\n', 'kubernetes-config');
    expect(config.data[0]?.value).toMatchObject({ needs: { cause: 'outside-the-repository' } });
    expect(config.data[1]?.value).toMatchObject({ value: 'apple-picker', says: 'user: …' });
  });

  it('reads a PodDisruptionBudget', () => {
    expect(
      only('apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: orders }\nspec: { minAvailable: 50%, selector: { matchLabels: { app: orders } } }\n', 'kubernetes-disruption-budget'),
    ).toMatchObject({
      minAvailable: { value: '50%', says: 'minAvailable: 50%' },
      maxUnavailable: null,
      selector: { app: 'orders' },
    });
  });
});

describe('alerting rules', () => {
  const rules = (summary: string, wait = '5m'): string =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: orders }\nspec:\n  groups:\n    - name: orders\n      rules:\n        - alert: OrdersFail\n          expr: up == 0\n          for: ${wait}\n          annotations:\n            summary: ${summary}\n`;

  it('reads them, with messages that are templates', () => {
    for (const summary of ['"{{ $labels.pod }} is down"', '"{{ printf `%.2f` $value }} of {{ $labels.pod }}"', 'down']) {
      expect(only(rules(summary), 'alert-rules')).toMatchObject({ name: 'orders', rules: [{ alert: 'OrdersFail', expression: 'up == 0', forMs: 300_000, source: { line: 8 } }] });
    }
  });

  it('leaves those that a chart would fill in', () => expect(read(rules('down', '{{ .Values.wait }}'))).toMatchObject({ facts: [], unread: [{ message: expect.stringContaining('one object') }] }));
});

describe('lists and templates', () => {
  const template = `apiVersion: template.openshift.io/v1
kind: Template
parameters:
  - { name: NAME, value: shop }
  - { name: ZONE, required: true }
  - { name: REPLICAS, value: "3" }
  - { name: TOKEN, generate: expression, from: "[a-z]{8}" }
objects:
  - apiVersion: apps.openshift.io/v1
    kind: DeploymentConfig
    metadata: { name: "\${NAME}-\${ZONE}" }
    spec:
      replicas: \${{REPLICAS}}
      template:
        spec:
          containers:
            - name: api
              image: harbour/\${NAME}:\${ZONE}
              env: [{ name: TOKEN, value: "\${TOKEN}" }, { name: SHELL_STYLE, value: "\${UNDECLARED}" }]
`;

  it('fills in parameters and names what is missing', () => {
    const workload = only(template, 'kubernetes-workload');
    expect(workload.name).toBe('shop-${ZONE}');
    expect(workload.replicas).toMatchObject({ value: 3, basis: 'derived', says: 'replicas: ${{REPLICAS}}', from: [{ says: 'REPLICAS=3', source: { line: 6 } }] });
    const container = workload.containers[0];
    expect(container?.image).toMatchObject({ reason: expect.stringContaining('ZONE'), needs: { cause: 'no-value-given' } });
    expect(container?.imageText).toBe('harbour/shop:${ZONE}');
    expect(container?.environment.map((entry) => valueOf(entry.value))).toEqual([undefined, '${UNDECLARED}']);
  });

  it('takes parameters that would fill the memory as unknown', () => {
    const text = `apiVersion: v1\nkind: Template\nparameters: [{ name: A, value: "${'x'.repeat(20_000)}" }]\nobjects:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: a }\n    data:\n      a: "${'${A}'.repeat(30_000)}"\n`;
    expect(only(text, 'kubernetes-config').data[0]?.value).toMatchObject({ needs: { cause: 'not-supported-yet' } });
  });

  it('takes lists apart', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Service, metadata: { name: a } }\n  - { apiVersion: v1, kind: Namespace, metadata: { name: b } }\n';
    expect(read(list).facts).toMatchObject([{ kind: 'kubernetes-service', name: 'a' }]);
  });

  it('reads JSON', () => expect(read('{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}', 'k8s/a.json').facts).toHaveLength(1));
});

describe('what it leaves alone', () => {
  it('does not parse documents of other kinds', () => {
    expect(read('apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  names:\n    kind: Deployment\n  broken: [\n')).toEqual({ facts: [], unread: [] });
    expect(read('apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: { name: a }\n').facts).toEqual([]);
  });

  it('leaves the templates of a chart to the Helm reader', () => {
    const text = deployment('  replicas: {{ .Values.replicas }}\n');
    expect(read(text, 'chart/templates/orders.yaml', { 'chart/Chart.yaml': 'name: orders\n' })).toEqual({ facts: [], unread: [] });
  });

  it('reports template expressions outside a chart once', () => {
    const { facts, unread } = read(`${deployment('  replicas: {{ replicas }}\n')}---\n${deployment('  replicas: {{ replicas }}\n')}`);
    expect(facts).toEqual([]);
    expect(unread).toMatchObject([{ message: expect.stringContaining('2 objects') }]);
  });

  it('reads the other documents when one is broken', () => {
    const { facts, unread } = read(`kind: Service\napiVersion: v1\nmetadata: { name: [ }\n---\n${deployment('')}`);
    expect(facts).toHaveLength(1);
    expect(unread).toMatchObject([{ line: expect.any(Number) }]);
  });

  it('reads only the workload of a kustomize patch', () => {
    const others = { 'k8s/kustomization.yaml': 'patches:\n  - path: patch.yaml\n' };
    expect(read(deployment('  replicas: 5\n'), 'k8s/patch.yaml', others).facts).toHaveLength(1);
    expect(read('apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec: { maxReplicas: 9 }\n', 'k8s/patch.yaml', others)).toEqual({ facts: [], unread: [] });
  });

  it('reports an object without a name', () => expect(read('apiVersion: v1\nkind: Service\nspec: {}\n')).toMatchObject({ facts: [], unread: [{ line: 1 }] }));
});
