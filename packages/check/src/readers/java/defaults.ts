import type { SyntaxNode } from '../syntax/index.ts';
import { sourceOf } from '../syntax/index.ts';
import type { Setting } from '../../facts/setting.ts';
import { byDefault } from '../../model/known.ts';
import type { Default } from '../spring-config/index.ts';

/** What Java libraries do when nobody says otherwise. Pools that Spring and Quarkus open stand in spring-config's table. */
export type JavaDefault =
  | 'restTemplate'
  | 'restClient'
  | 'webClient'
  | 'webClientConnect'
  | 'apache'
  | 'javaNet'
  | 'urlConnection'
  | 'nimbus'
  | 'okHttp'
  | 'okHttpConnect'
  | 'feign'
  | 'feignConnect'
  | 'jaxRs'
  | 'quarkusRest'
  | 'awsV2'
  | 'awsV2Tries'
  | 'awsV1'
  | 'awsV1Tries'
  | 'grpc'
  | 'retryable'
  | 'resilienceRetry'
  | 'microprofileRetry'
  | 'apache4Route'
  | 'apache5Route'
  | 'okHttpPerHost'
  | 'okHttpSync'
  | 'reactorConnections'
  | 'javaNetConnections'
  | 'urlConnections'
  | 'jedisPool'
  | 'jedisPoolWait'
  | 'c3p0'
  | 'c3p0Wait'
  | 'timeLimiter'
  | 'taskExecutorCore'
  | 'hystrix';

export const javaDefaults: Readonly<Record<JavaDefault, Default>> = {
  restTemplate: { value: Infinity, says: 'no read timeout', citation: 'Spring Framework 6, SimpleClientHttpRequestFactory.setReadTimeout: "Default is the system\'s default timeout" (none)' },
  restClient: { value: Infinity, says: 'no read timeout', citation: 'Spring Framework 6, RestClient and ClientHttpRequestFactory: no read timeout unless set' },
  webClient: { value: Infinity, says: 'no response timeout', citation: 'Reactor Netty 1.2 reference, HTTP client timeouts: responseTimeout is not set by default' },
  webClientConnect: { value: 30_000, says: 'connect timeout not set: 30 s', citation: 'Reactor Netty 1.2 reference, connection timeout: 30 s by default' },
  apache: { value: Infinity, says: 'no socket or response timeout', citation: 'Apache HttpClient, RequestConfig: socket timeout (4.x) and response timeout (5.x) are not set by default' },
  javaNet: { value: Infinity, says: 'request without timeout', citation: 'Java 21 API, java.net.http.HttpRequest.Builder.timeout: without it the request waits for ever' },
  urlConnection: { value: Infinity, says: 'no read timeout', citation: 'Java 21 API, java.net.URLConnection.setReadTimeout: zero (the default) is an infinite timeout' },
  nimbus: { value: Infinity, says: 'no read timeout', citation: 'Nimbus OAuth 2.0 SDK 11, HTTPRequest.setReadTimeout: zero (the default) implies no timeout' },
  okHttp: { value: 10_000, says: 'readTimeout not set: 10 s', citation: 'OkHttp 4, OkHttpClient.Builder.readTimeout: the default is 10 seconds' },
  okHttpConnect: { value: 10_000, says: 'connectTimeout not set: 10 s', citation: 'OkHttp 4, OkHttpClient.Builder.connectTimeout: the default is 10 seconds' },
  feign: { value: 60_000, says: 'readTimeout not set: 60 s', citation: 'Spring Cloud OpenFeign 4 and Feign 13, Request.Options: read timeout 60 s' },
  feignConnect: { value: 10_000, says: 'connectTimeout not set: 10 s', citation: 'Spring Cloud OpenFeign 4 and Feign 13, Request.Options: connect timeout 10 s' },
  jaxRs: { value: Infinity, says: 'no read timeout', citation: 'Jakarta RESTful Web Services 3.1, ClientBuilder.readTimeout: infinity unless set' },
  quarkusRest: { value: 30_000, says: 'read-timeout not set: 30 s', citation: 'Quarkus 3.15, REST client configuration, quarkus.rest-client.read-timeout' },
  awsV2: { value: 30_000, says: 'socket timeout not set: 30 s', citation: 'AWS SDK for Java 2.x, ApacheHttpClient: socketTimeout 30 s; apiCallTimeout is not set' },
  awsV2Tries: { value: 4, says: 'retries not set: 4 attempts', citation: 'AWS SDK for Java 2.x, retry strategies: LEGACY mode, 4 attempts' },
  awsV1: { value: 50_000, says: 'socketTimeout not set: 50 s', citation: 'AWS SDK for Java 1.12, ClientConfiguration.DEFAULT_SOCKET_TIMEOUT' },
  awsV1Tries: { value: 4, says: 'maxErrorRetry not set: 4 attempts', citation: 'AWS SDK for Java 1.12, PredefinedRetryPolicies.DEFAULT_MAX_ERROR_RETRY: 3' },
  grpc: { value: Infinity, says: 'no deadline', citation: 'gRPC Java, AbstractStub.withDeadlineAfter: without it a call has no deadline' },
  retryable: { value: 3, says: 'maxAttempts not set: 3', citation: 'Spring Retry 2, @Retryable.maxAttempts' },
  resilienceRetry: { value: 3, says: 'max-attempts not set: 3', citation: 'Resilience4j 2, Retry, maxAttempts: "including the initial call", 3' },
  microprofileRetry: { value: 4, says: 'maxRetries not set: 3 retries', citation: 'MicroProfile Fault Tolerance 4, @Retry.maxRetries: 3' },
  apache4Route: { value: 2, says: 'setMaxConnPerRoute not called: 2', citation: 'Apache HttpClient 4.5, PoolingHttpClientConnectionManager: 2 connections per route' },
  apache5Route: { value: 5, says: 'setMaxConnPerRoute not called: 5', citation: 'Apache HttpClient 5, PoolingHttpClientConnectionManager.DEFAULT_MAX_CONNECTIONS_PER_ROUTE' },
  okHttpPerHost: { value: 5, says: 'maxRequestsPerHost not set: 5', citation: 'OkHttp 4, Dispatcher.maxRequestsPerHost: 5 for calls that are enqueued' },
  okHttpSync: { value: Infinity, says: 'executed calls have no limit', citation: 'OkHttp 4, Dispatcher: maxRequestsPerHost holds for asynchronous calls only' },
  reactorConnections: { value: 500, says: 'maxConnections not set: 500', citation: 'Reactor Netty 1.2 reference, "Connection Pool": 500 active channels by default' },
  javaNetConnections: { value: Infinity, says: 'no limit on connections', citation: 'Java 21, java.net.http module, jdk.httpclient.connectionPoolSize: 0, no limit' },
  urlConnections: { value: Infinity, says: 'no limit, 5 idle ones are kept', citation: 'Java 21, networking properties, http.maxConnections: 5 idle connections to one host' },
  jedisPool: { value: 8, says: 'maxTotal not set: 8', citation: 'Apache Commons Pool 2, GenericObjectPoolConfig.DEFAULT_MAX_TOTAL' },
  jedisPoolWait: { value: Infinity, says: 'maxWait not set: waits for ever', citation: 'Apache Commons Pool 2, GenericObjectPoolConfig.DEFAULT_MAX_WAIT' },
  c3p0: { value: 15, says: 'maxPoolSize not set: 15', citation: 'c3p0 0.10, configuration properties, maxPoolSize' },
  c3p0Wait: { value: Infinity, says: 'checkoutTimeout not set: waits for ever', citation: 'c3p0 0.10, configuration properties, checkoutTimeout' },
  timeLimiter: { value: 1_000, says: 'timeoutDuration not set: 1 s', citation: 'Resilience4j 2, TimeLimiter, timeoutDuration' },
  taskExecutorCore: { value: 1, says: 'corePoolSize not set: 1', citation: 'Spring Framework 6, ThreadPoolTaskExecutor, corePoolSize' },
  hystrix: { value: 1_000, says: 'execution timeout not set: 1 s', citation: 'Hystrix wiki, execution.isolation.thread.timeoutInMilliseconds' },
};

export function defaulted(entry: Default, at: SyntaxNode, variables: readonly string[] = []): Setting<number> {
  return { value: byDefault(entry.value, sourceOf(at), entry.says, entry.citation), variables };
}

export const simpleCache: Default = {
  value: Infinity,
  says: 'no cache store on the class path: a map without expiry',
  citation: 'Spring Boot 3.5 reference, "Caching", Simple: a ConcurrentHashMap is used when no other provider is found',
};

export const simpleclientBuckets: Default<readonly number[]> = {
  value: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  says: 'buckets not set: the default buckets, up to 10 s',
  citation: 'Prometheus simpleclient 0.16, Histogram.Builder: default buckets',
};

export const prometheusBuckets: Default<readonly number[]> = {
  value: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  says: 'classicUpperBounds not set: the default buckets, up to 10 s',
  citation: 'Prometheus client_java 1.3, Histogram.Builder.DEFAULT_CLASSIC_UPPER_BOUNDS',
};

export const otelBuckets: Default<readonly number[]> = {
  value: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000],
  says: 'no boundaries advised: the default boundaries, up to 10000',
  citation: 'OpenTelemetry specification 1.40, Metrics SDK, Explicit Bucket Histogram Aggregation, Boundaries',
};
