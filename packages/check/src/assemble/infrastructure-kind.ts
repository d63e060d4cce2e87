import type { Engine } from '../facts/index.ts';
import type { InfrastructureKind } from '../model/system.ts';

const kinds: readonly (readonly [RegExp, InfrastructureKind, Engine | null])[] = [
  [/(^|[-_])(exporter|operator|backup)$/, 'other', null],
  [/^(postgres|postgresql|postgis|timescaledb|pgvector|supabase-postgres)(?=$|[-_.])/, 'database', 'postgres'],
  [/^mariadb(?=$|[-_.])/, 'database', 'mariadb'],
  [/^(mysql|mysql-server|percona|percona-server)(?=$|[-_.])/, 'database', 'mysql'],
  [/^(mongo|mongodb|mongodb-community-server)(?=$|[-_.])/, 'database', 'mongodb'],
  [/^clickhouse(-server)?$/, 'database', 'clickhouse'],
  [/^(mssql|mssql-server|azure-sql-edge)$/, 'database', 'sqlserver'],
  [/^(oracle-(xe|free|database|db).*|gvenzl.*)$/, 'database', 'oracle'],
  [/^(cassandra|couchdb|elasticsearch|opensearch|dynamodb-local|cockroach|neo4j|influxdb|etcd)(?=$|[-_.])/, 'database', 'unknown'],
  [/^(redis|redis-stack|redis-stack-server|valkey|memcached|dragonfly|keydb)$/, 'cache', 'redis'],
  [/^(rabbitmq|kafka|cp-kafka|zookeeper|cp-zookeeper|nats|activemq|artemis|redpanda|mosquitto|localstack|elasticmq|pulsar|nacos|nacos-server)$/, 'queue', null],
  [/^(nginx|haproxy|traefik|envoy|caddy|varnish|pgbouncer|pgpool|proxy-agent|cloud-sql-proxy|gce-proxy|oauth2-proxy|keycloak|vault|consul)$/, 'proxy', null],
  [
    /^(prometheus|grafana|jaeger|all-in-one|zipkin|loki|tempo|otel-collector|opentelemetry-collector|opentelemetry-collector-contrib|alertmanager|fluentd|fluent-bit|promtail|alloy|pyroscope|mimir|node-exporter|statsd|agent|cadvisor|kibana|kube-state-metrics)$/,
    'observability',
    null,
  ],
  [
    /^(k6|locust|artillery|load-?generator|loadgen|load-?test|virtual-customer|virtual-worker|mailhog|mailpit|maildev|minio|wiremock|mockserver|selenium|adminer|pgadmin4?|busybox|alpine|curl)$/,
    'other',
    null,
  ],
];

/** A database in an image of the repository's own is known by the name it is given. */
const names: readonly (readonly [RegExp, InfrastructureKind, Engine | null])[] = [
  [/(^|-)(postgres|postgresql|pg)(-db)?$/i, 'database', 'postgres'],
  [/(^|-)mysql(-db)?$/i, 'database', 'mysql'],
  [/(^|-)(mongo|mongodb)(-db)?$/i, 'database', 'mongodb'],
  [/(^|-)(db|database|documentdb|elasticsearch(-(logging|master|data|es))?)$/i, 'database', 'unknown'],
  [/(^|-)(redis|memcached|valkey)(-cache)?$/i, 'cache', 'redis'],
  [/(^|-)(rabbitmq|kafka|nats)$/i, 'queue', null],
  [/(^|-)(jaeger|kibana.*|prometheus.*|grafana.*|kube-state-metrics|node-exporter|fluentd.*|otel-?collector|zipkin)$/i, 'observability', null],
  [
    /(^|-)(operator|controller|controller-manager|cert-manager|sloth|ingress-nginx.*|external-dns|argocd.*|istiod|keda|calico.*|cilium.*|coredns|metrics-server|kube-proxy|kube-dns|typha)$/i,
    'other',
    null,
  ],
  [/^(load-?generator|loadgen|virtual-(customer|worker)|locust.*|k6.*)$/i, 'load-generator', null],
];

/** Recognises images of well-known databases, caches, queues and tools, so that they are not taken for workloads of the repository. */
export function infrastructureKind(image: string | null, name: string): { readonly kind: InfrastructureKind; readonly engine: Engine | null } | null {
  for (const [pattern, kind, engine] of kinds) if (image && pattern.test(image)) return { kind, engine };
  for (const [pattern, kind, engine] of names) if (pattern.test(name)) return { kind, engine };
  return null;
}
