import type { Scenario } from './scenario.ts';

export interface UrlRequest {
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** The scenario of one URL: one request, over and over, as it stands; `${…}` in it is no variable. */
export function scenarioOfUrl(url: URL, { method, headers = [], body }: UrlRequest = {}): Scenario {
  const verb = method ?? (body === undefined ? 'GET' : 'POST');
  const endpoint = `${verb} ${url.pathname}`;
  const step = {
    endpoint,
    method: verb,
    path: [`${url.pathname}${url.search}`],
    headers: headers.map(([name, value]) => [name.toLowerCase(), [value]] as const),
    body: body === undefined ? null : [body],
    checks: [],
    extract: [],
    thinkMs: 0,
  };
  return { name: endpoint, flows: [{ name: endpoint, weight: 1, steps: [step] }], data: [], source: null };
}
