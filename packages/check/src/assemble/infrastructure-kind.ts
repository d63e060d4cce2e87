import type { Engine } from '../facts/index.ts';
import type { InfrastructureKind } from '../model/system.ts';

const kinds: readonly (readonly [RegExp, InfrastructureKind, Engine | null])[] = [
  [/^(postgres|postgresql|postgis|timescaledb|pgvector|supabase-postgres)/, 'database', 'postgres'],
  [/^mariadb/, 'database', 'mariadb'],
  [/^(mysql|percona)/, 'database', 'mysql'],
  [/^(mongo|mongodb)(-|$)/, 'database', 'mongodb'],
  [/^(clickhouse|clickhouse-server)$/, 'database', 'clickhouse'],
  [/^(mssql|azure-sql-edge|sqlserver)/, 'database', 'sqlserver'],
  [/^(oracle|gvenzl)/, 'database', 'oracle'],
  [/^(cassandra|couchdb|elasticsearch|opensearch|dynamodb-local|cockroach|neo4j|influxdb|etcd)/, 'database', 'unknown'],
  [/^(redis|valkey|memcached|dragonfly|keydb)/, 'cache', 'redis'],
  [/^(rabbitmq|kafka|cp-kafka|zookeeper|cp-zookeeper|nats|activemq|artemis|redpanda|mosquitto|localstack|elasticmq|pulsar|nacos|nacos-server)/, 'queue', null],
  [/^(nginx|haproxy|traefik|envoy|caddy|varnish|pgbouncer|edoburu-pgbouncer|proxy-agent|cloud-sql-proxy|gce-proxy|oauth2-proxy|keycloak|vault|consul)/, 'proxy', null],
  [/^(prometheus|grafana|jaeger|zipkin|loki|tempo|otel|opentelemetry-collector|alertmanager|fluent|promtail|alloy|pyroscope|mimir|node-exporter|statsd|datadog-agent|agent$|cadvisor)/, 'observability', null],
  [/^(k6|locust|artillery|load-?generator|loadgen|load-?test|virtual-customer|virtual-worker|mailhog|mailpit|maildev|minio|wiremock|mockserver|selenium|adminer|pgadmin|busybox|alpine|curl)/, 'other', null],
];

/** A database in an image of the repository's own is known by the name it is given. */
const names: readonly (readonly [RegExp, InfrastructureKind, Engine | null])[] = [
  [/(^|-)(postgres|postgresql|pg)(-db)?$/i, 'database', 'postgres'],
  [/(^|-)mysql(-db)?$/i, 'database', 'mysql'],
  [/(^|-)(mongo|mongodb)(-db)?$/i, 'database', 'mongodb'],
  [/(^|-)(db|database|documentdb|elasticsearch)$/i, 'database', 'unknown'],
  [/(^|-)(redis|memcached|valkey)(-cache)?$/i, 'cache', 'redis'],
  [/(^|-)(rabbitmq|kafka|nats)$/i, 'queue', null],
  [/(^|-)(jaeger|kibana.*|prometheus.*|grafana.*|kube-state-metrics|node-exporter|fluentd.*|otel-?collector|zipkin)$/i, 'observability', null],
  [/(^|-)(operator|controller|controller-manager|cert-manager|sloth|ingress-nginx.*|external-dns|argocd.*|istiod|keda)$/i, 'other', null],
  [/^(load-?generator|loadgen|virtual-(customer|worker)|locust.*|k6.*)$/i, 'load-generator', null],
];

/** Recognises images of well-known databases, caches, queues and tools, so that they are not taken for workloads of the repository. */
export function infrastructureKind(image: string | null, name: string): { readonly kind: InfrastructureKind; readonly engine: Engine | null } | null {
  for (const [pattern, kind, engine] of kinds) if (image && pattern.test(image)) return { kind, engine };
  for (const [pattern, kind, engine] of names) if (pattern.test(name)) return { kind, engine };
  return null;
}
