import type { CallSite } from '../code/context.ts';

type Path = readonly string[];

/** How one HTTP library is called. */
export interface HttpShape {
  readonly library: string;
  readonly symbol: RegExp;
  readonly act: 'call' | 'client';
  readonly options: readonly number[]; // argument positions of the options, the first that is no URL counts
  readonly target: number | null; // argument position of the URL
  readonly timeout: readonly Path[];
  readonly connect?: readonly Path[];
  readonly signal: boolean;
  readonly chained?: readonly string[]; // methods that set a timeout afterwards
  readonly pools: boolean;
  readonly cost?: string; // what a client made per call costs
  readonly instance?: RegExp; // the part of the symbol that names the client the call goes through
}

const axiosInstance = /^(?:axios(?:\.create\(\)|\.Axios\(\)|\.default)?|@nestjs\/axios\.HttpService\(\)(?:\.axiosRef)?)(?=\.|$)/;
const gotInstance = /^got(?:\.got)?(?:\.extend\(\))?(?=\.|$)/;
const kyInstance = /^ky(?:-universal)?(?:\.(?:create|extend)\(\))?(?=\.|$)/;

const shapes: readonly HttpShape[] = [
  { library: 'axios', symbol: /^axios\.create$/, act: 'client', options: [0], target: null, timeout: [['timeout']], signal: true, pools: false },
  {
    library: 'axios',
    symbol: /^(?:axios(?:\.create\(\)|\.Axios\(\))?|@nestjs\/axios\.HttpService\(\)(?:\.axiosRef)?)\.(?:get|delete|head|options)$/,
    act: 'call',
    options: [1],
    target: 0,
    timeout: [['timeout']],
    signal: true,
    pools: false,
    instance: axiosInstance,
  },
  {
    library: 'axios',
    symbol: /^(?:axios(?:\.create\(\)|\.Axios\(\))?|@nestjs\/axios\.HttpService\(\)(?:\.axiosRef)?)\.(?:post|put|patch|postForm|putForm|patchForm)$/,
    act: 'call',
    options: [2],
    target: 0,
    timeout: [['timeout']],
    signal: true,
    pools: false,
    instance: axiosInstance,
  },
  {
    library: 'axios',
    symbol: /^(?:axios(?:\.create\(\)|\.Axios\(\))?|@nestjs\/axios\.HttpService\(\)(?:\.axiosRef)?)\.request$/,
    act: 'call',
    options: [0],
    target: null,
    timeout: [['timeout']],
    signal: true,
    pools: false,
    instance: axiosInstance,
  },
  { library: 'axios', symbol: /^axios(?:\.create\(\))?$/, act: 'call', options: [1, 0], target: 0, timeout: [['timeout']], signal: true, pools: false, instance: axiosInstance },
  {
    library: 'fetch',
    symbol: /^global:(?:globalThis\.)?fetch$|^(?:undici|cross-fetch|isomorphic-fetch|isomorphic-unfetch|make-fetch-happen|fetch-retry\(\)|@vercel\/fetch)(?:\.fetch)?$/,
    act: 'call',
    options: [1],
    target: 0,
    timeout: [['timeout']],
    signal: true,
    pools: true,
  },
  { library: 'node-fetch', symbol: /^node-fetch(?:-native)?(?:\.fetch)?$/, act: 'call', options: [1], target: 0, timeout: [['timeout']], signal: true, pools: false },
  { library: 'got', symbol: /^got(?:\.got)?\.extend$/, act: 'client', options: [0], target: null, timeout: [['timeout']], connect: [['timeout', 'connect']], signal: true, pools: false },
  {
    library: 'got',
    symbol: /^got(?:\.got)?(?:\.extend\(\))?(?:\.(?:get|post|put|patch|delete|head|stream))?$/,
    act: 'call',
    options: [1, 0],
    target: 0,
    timeout: [['timeout']],
    connect: [['timeout', 'connect']],
    signal: true,
    pools: false,
    instance: gotInstance,
  },
  { library: 'ky', symbol: /^ky(?:-universal)?\.(?:create|extend)$/, act: 'client', options: [0], target: null, timeout: [['timeout']], signal: true, pools: true },
  {
    library: 'ky',
    symbol: /^ky(?:-universal)?(?:\.(?:create|extend)\(\))?(?:\.(?:get|post|put|patch|delete|head))?$/,
    act: 'call',
    options: [1],
    target: 0,
    timeout: [['timeout']],
    signal: true,
    pools: true,
    instance: kyInstance,
  },
  {
    library: 'undici',
    symbol: /^undici\.(?:Agent|Pool|Client|ProxyAgent)$/,
    act: 'client',
    options: [1, 0],
    target: 0,
    timeout: [['headersTimeout'], ['bodyTimeout']],
    connect: [['connect', 'timeout'], ['connectTimeout']],
    signal: false,
    pools: true,
    cost: 'a new connection pool',
  },
  {
    library: 'undici',
    symbol: /^undici\.(?:request|stream|pipeline)$|^undici\.(?:Pool|Client|Agent)\(\)\.(?:request|stream)$/,
    act: 'call',
    options: [1, 0],
    target: 0,
    timeout: [['headersTimeout'], ['bodyTimeout']],
    signal: true,
    pools: true,
  },
  {
    library: 'superagent',
    symbol: /^superagent(?:\.agent\(\))?\.(?:get|post|put|patch|delete|del|head)$|^superagent$/,
    act: 'call',
    options: [],
    target: 0,
    timeout: [],
    signal: false,
    chained: ['timeout'],
    pools: false,
  },
  {
    library: 'http',
    symbol: /^https?\.(?:request|get)$|^follow-redirects\.https?\.(?:request|get)$/,
    act: 'call',
    options: [1, 0],
    target: 0,
    timeout: [['timeout']],
    signal: true,
    chained: ['setTimeout'],
    pools: false,
  },
  {
    library: 'http',
    symbol: /^https?\.Agent$|^agentkeepalive(?:\.HttpsAgent)?$/,
    act: 'client',
    options: [0],
    target: null,
    timeout: [['timeout']],
    signal: false,
    pools: true,
    cost: 'a new agent with its own connections',
  },
  {
    library: 'request',
    symbol: /^(?:request|request-promise(?:-native)?|requestretry)(?:\.(?:get|post|put|patch|delete|del|head))?$/,
    act: 'call',
    options: [1, 0],
    target: 0,
    timeout: [['timeout']],
    signal: false,
    pools: false,
  },
  { library: 'request', symbol: /^(?:request|request-promise(?:-native)?)\.defaults$/, act: 'client', options: [0], target: null, timeout: [['timeout']], signal: false, pools: false },
  {
    library: 'request',
    symbol: /^(?:request|request-promise(?:-native)?)\.defaults\(\)(?:\.(?:get|post|put|patch|delete|del|head))?$/,
    act: 'call',
    options: [1, 0],
    target: 0,
    timeout: [['timeout']],
    signal: false,
    pools: false,
    instance: /^request(?:-promise(?:-native)?)?\.defaults\(\)/,
  },
  {
    library: 'needle',
    symbol: /^needle(?:\.(?:get|head|delete))?$/,
    act: 'call',
    options: [1, 2],
    target: 0,
    timeout: [['response_timeout'], ['read_timeout'], ['timeout']],
    connect: [['open_timeout']],
    signal: true,
    pools: false,
  },
  {
    library: 'needle',
    symbol: /^needle\.(?:post|put|patch|request)$/,
    act: 'call',
    options: [2, 3],
    target: 0,
    timeout: [['response_timeout'], ['read_timeout'], ['timeout']],
    connect: [['open_timeout']],
    signal: true,
    pools: false,
  },
];

export function shapeOf(call: CallSite): HttpShape | null {
  const { symbol } = call;
  if (symbol === null) return null;
  const shape = shapes.find((candidate) => candidate.symbol.test(symbol)) ?? null;
  if (!shape) return null;
  // `new axios()`, `http.get` on a class and the like are no requests; only agents, pools and classes are constructed.
  const isConstruction = call.node.type === 'NewExpression';
  if (isConstruction !== (shape.act === 'client' && /Agent|Pool|Client|agentkeepalive/.test(shape.symbol.source))) return null;
  return shape;
}
