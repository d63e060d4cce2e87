/** How each library is given a timeout: what a reader would otherwise look up first. */
const hints: Readonly<Record<string, string>> = {
  axios: '`timeout` in milliseconds, or `axios.create({ timeout })` once',
  fetch: '`signal: AbortSignal.timeout(ms)`',
  got: '`timeout: { request: ms }`',
  http: '`signal: AbortSignal.timeout(ms)` among its options (`timeout` alone only reports)',
  needle: '`response_timeout` and `read_timeout` in milliseconds',
  'node-fetch': '`signal: AbortSignal.timeout(ms)`',
  request: '`timeout` in milliseconds among its options, or `request.defaults({ timeout })` once',
  superagent: '`.timeout({ response: ms, deadline: ms })`',
  undici: '`headersTimeout` and `bodyTimeout` in milliseconds, or `signal: AbortSignal.timeout(ms)`',

  'http.client': '`HTTPConnection(…, timeout=seconds)`',
  requests: '`timeout=(connect, read)` in seconds',
  urllib: '`urlopen(…, timeout=seconds)`',
  urllib3: '`timeout=urllib3.Timeout(connect=…, read=…)`',
  aiohttp: '`timeout=aiohttp.ClientTimeout(total=seconds)`',
  httpx: '`timeout=seconds`',

  'apache-httpclient': 'a `RequestConfig` with a connect timeout and a response timeout (`setSocketTimeout` before version 5)',
  feign: '`.options(new Request.Options(…))`',
  HttpURLConnection: '`setConnectTimeout` and `setReadTimeout` in milliseconds',
  'java.net.http': '`HttpRequest.newBuilder(…).timeout(Duration)`, and `connectTimeout` where the client is built',
  'jax-rs-client': '`ClientBuilder.newBuilder().connectTimeout(…).readTimeout(…)`',
  'nimbus-oauth2-sdk': '`setConnectTimeout(ms)` and `setReadTimeout(ms)` on what `toHTTPRequest()` returns, before `send()`',
  okhttp: '`callTimeout` where the client is built',
  RestClient: 'a request factory with a connect timeout and a read timeout',
  RestTemplate: 'connect and read timeout on the `RestTemplateBuilder` (`setConnectTimeout` and `setReadTimeout`; without `set` from Spring Boot 3.4 on), or on its `SimpleClientHttpRequestFactory`',
  WebClient: '`responseTimeout(Duration)` on its Reactor Netty `HttpClient`',

  'go-retryablehttp': '`client.HTTPClient.Timeout`, or a context with a deadline',
  'net/http': '`http.Client{Timeout: …}`, or a context with a deadline',
  resty: '`client.SetTimeout(…)`, or a context with a deadline',
};

/** `: …`, to follow what is asked for; nothing for a library that is not known here. */
export function timeoutHint(library: string): string {
  const hint = hints[library];
  return hint === undefined ? '' : `: ${hint}`;
}
