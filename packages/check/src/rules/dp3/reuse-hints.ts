/** What keeps connections open between calls, for libraries whose plain calls close them. */
const hints: Readonly<Record<string, string>> = {
  axios: 'Pass `httpAgent` and `httpsAgent` with `keepAlive: true`, made once',
  got: 'Pass `agent` with `keepAlive: true`, made once',
  http: 'Pass an `Agent` with `keepAlive: true`, made once',
  'node-fetch': 'Pass an `Agent` with `keepAlive: true`, made once',
  request: 'Set `forever: true`, or pass one agent with `keepAlive: true`',
  requests: 'Make one requests.Session for each thread (one for a process without threads) and call through it',
  superagent: 'Pass one agent with `keepAlive: true`',
  urllib: 'urllib keeps no connection: call through one `urllib3.PoolManager` for the process',
};

export function reuseHint(library: string): string {
  return hints[library] ?? 'Make one client (or agent with keep-alive) for the process and call through it';
}
