import { describe, expect, it } from 'vitest';
import type { ProxyPass } from '../../facts/deployment.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import { nginxReader } from './index.ts';

type Files = Readonly<Record<string, string>>;

function read(text: string, path = 'web/nginx.conf', others: Files = {}) {
  const all: Files = { ...others, [path]: text };
  const { facts, unread } = nginxReader.read({ path, text }, { paths: Object.keys(all).toSorted(), has: (each) => Object.hasOwn(all, each), text: (each) => all[each] });
  return { passes: facts.filter((fact): fact is ProxyPass => fact.kind === 'proxy-pass'), unread };
}

function only(text: string, path?: string, others?: Files): ProxyPass {
  const { passes, unread } = read(text, path, others);
  expect(unread).toEqual([]);
  expect(passes).toHaveLength(1);
  return passes[0] as ProxyPass;
}

const location = (body: string): string => `server {\n  location / {\n${body}\n  }\n}\n`;
const kept = (pass: ProxyPass): unknown => [pass.keepAlive?.connections ?? null, pass.http11 !== null, pass.connectionCleared !== null, pass.websocket];

describe('where requests are handed on', () => {
  it('names the group, its servers and what keeps connections open', () => {
    const pass = only(
      `http {
  upstream orders { # the berth
    server orders-1:8080 weight=2;
    server orders-2:8080;
    keepalive 16;
  }
  server {
    location /api/ {
      proxy_pass http://orders/v1/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`,
    );
    expect(pass).toMatchObject({
      server: 'nginx',
      target: 'http://orders/v1/',
      source: { line: 9, column: 7, endLine: 9, endColumn: 35 },
      upstream: { name: 'orders', servers: ['orders-1:8080', 'orders-2:8080'], source: { line: 2, column: 3 } },
      keepAlive: { connections: 16, source: { line: 5, column: 5 } },
      http11: { line: 10 },
      connectionCleared: { line: 11 },
      websocket: false,
    });
  });

  it('takes a name with a port for an address', () => {
    const groups = 'upstream orders { server a; keepalive 8; }\n';
    expect(only(`${groups}${location('proxy_pass http://orders:8080;')}`)).toMatchObject({ upstream: null, keepAlive: null, target: 'http://orders:8080' });
    expect(kept(only(`${groups}${location('proxy_pass http://orders;')}`))).toEqual([8, false, false, false]);
  });

  it('passes settings down one by one, and header fields only to levels without their own', () => {
    const { passes } = read(`http {
  proxy_http_version 1.1;
  proxy_read_timeout 30;
  server {
    proxy_set_header Connection "";
    proxy_connect_timeout 500ms;
    location /a { proxy_pass http://a:1; }
    location /b { proxy_pass http://b:1; proxy_set_header Host $host; proxy_http_version 1.0; }
    location /c { if ($slow) { proxy_pass http://c:1; } proxy_read_timeout 1m 30s; proxy_send_timeout \${SEND}; }
  }
}
`);
    expect(passes.map(kept)).toEqual([
      [null, true, true, false],
      [null, false, false, false],
      [null, true, true, false],
    ]);
    expect(passes.map(({ timeouts }) => timeouts.map(({ what, timeoutMs }) => [what, valueOf(timeoutMs), isKnown(timeoutMs) ? timeoutMs.basis : 'unknown']))).toEqual([
      [
        ['proxy-connect', 500, 'stated'],
        ['proxy-read', 30_000, 'stated'],
        ['proxy-send', 60_000, 'default'],
      ],
      [
        ['proxy-connect', 500, 'stated'],
        ['proxy-read', 30_000, 'stated'],
        ['proxy-send', 60_000, 'default'],
      ],
      [
        ['proxy-connect', 500, 'stated'],
        ['proxy-read', 90_000, 'stated'],
        ['proxy-send', undefined, 'unknown'],
      ],
    ]);
  });

  it('takes gRPC for HTTP/2', () => {
    const pass = only(`upstream ledger { server l:50051; keepalive 4; }\n${location('grpc_pass grpc://ledger; grpc_read_timeout 5s;')}`);
    expect(kept(pass)).toEqual([4, true, true, false]);
    expect(valueOf(pass.timeouts.find(({ what }) => what === 'proxy-read')?.timeoutMs)).toBe(5_000);
  });
});

describe('the Connection header', () => {
  const upgrade = (map: string): ProxyPass =>
    only(`${map}${location('proxy_pass http://a:1; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;')}`);

  it.each([
    ['proxy_set_header Connection "";', true],
    ["proxy_set_header connection '';", true],
    ['proxy_set_header Connection keep-alive;', true],
    ['proxy_set_header Connection $http_connection;', true],
    ['proxy_set_header Connection close;', false],
    ['proxy_set_header Connection "upgrade";', false],
    ['proxy_set_header Host $host;', false],
    ['', false],
  ])('%s', (setting, cleared) => expect(only(location(`proxy_pass http://a:1; ${setting}`)).connectionCleared !== null).toBe(cleared));

  it('follows the map of an upgrade', () => {
    expect(kept(upgrade("map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n"))).toEqual([null, true, false, true]);
    expect(kept(upgrade("map $http_upgrade $connection_upgrade {\n  default upgrade;\n  '' '';\n}\n"))).toEqual([null, true, true, true]);
    expect(kept(upgrade(''))).toEqual([null, true, true, true]); // the map stands elsewhere
  });
});

describe('pieces of a configuration', () => {
  const server = location('proxy_pass http://orders;');

  it('take settings of the nginx.conf around them and groups of the files beside them', () => {
    const main = 'http { proxy_http_version 1.1; proxy_set_header Connection ""; include /etc/nginx/conf.d/*.conf; }';
    const groups = 'upstream orders { server a; keepalive 8; }';
    const pass = only(server, 'web/conf.d/shop.conf', { 'web/nginx.conf': main, 'web/conf.d/groups.conf': groups });
    expect(kept(pass)).toEqual([8, true, true, false]);
    expect(pass).toMatchObject({ upstream: { source: { file: 'web/conf.d/groups.conf' } }, http11: { file: 'web/nginx.conf' } });
    expect(kept(only(server, 'web/conf.d/shop.conf', { 'other/nginx.conf': main, 'other/conf.d/groups.conf': groups }))).toEqual([null, false, false, false]);
  });

  it('stand for themselves in a ConfigMap, with their places', () => {
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop }\ndata:\n  groups.conf: |\n    upstream orders { server a; keepalive 8; }\n  default.conf: |\n    server {\n      location / {\n        proxy_pass http://orders;\n      }\n    }\n  page.html: |\n    <p>proxy_pass http://orders;</p>\n`;
    expect(only(map, 'k8s/shop.yaml')).toMatchObject({ source: { file: 'k8s/shop.yaml', line: 10, column: 9 }, keepAlive: { connections: 8, source: { line: 6 } } });
    expect(read(map.replace('ConfigMap', 'Fruit'), 'k8s/shop.yaml')).toEqual({ passes: [], unread: [] });
    expect(read(map, 'chart/templates/shop.yaml', { 'chart/Chart.yaml': 'name: shop' })).toEqual({ passes: [], unread: [] });
  });

  it('are left alone when an include may complete them, and that is said', () => {
    const { passes, unread } = read(
      'server {\n  location /a { proxy_pass http://a:1; include proxy_params; }\n  location /b { proxy_pass http://b:1; include /etc/nginx/mime.types; include snippets/ssl-params.conf; include more/*.conf; }\n}\n',
    );
    expect(passes.map(({ target }) => target)).toEqual(['http://b:1']);
    expect(unread).toMatchObject([{ line: 2, message: expect.stringContaining('proxy_params') }]);
  });
});

describe('what it leaves alone', () => {
  it.each([
    ['a snippet that is included somewhere', 'location / { proxy_pass http://a:1; }'],
    ['a stream', 'stream { upstream db { server d:5432; } server { listen 5432; proxy_pass db; } }'],
    ['a piece of a stream', 'upstream db { server d:5432; }\nserver { listen 5432; proxy_pass db; }'],
    ['comments', `# proxy_pass http://a:1;\n${location('# proxy_pass http://a:1;')}`],
    ['texts', location('add_header X "; proxy_pass http://a:1;"; return 200;')],
    ['Lua', location('content_by_lua_block { if x then proxy_pass = {} end }')],
  ])('%s', (_, text) => expect(read(text)).toEqual({ passes: [], unread: [] }));

  it('says that a template was not read', () => expect(read(location('proxy_pass {{ target }};'))).toMatchObject({ passes: [], unread: [{ message: expect.stringContaining('template') }] }));

  it('keeps variables of envsubst in one word', () => expect(only(location('proxy_pass http://${ORDERS_HOST}:${ORDERS_PORT}/;')).target).toBe('http://${ORDERS_HOST}:${ORDERS_PORT}/'));

  it('claims configurations and manifests only', () => {
    const claims = (path: string): boolean => nginxReader.claims(path, () => new Uint8Array());
    expect(['nginx.conf', 'web/default.conf.template', 'nginx/sites-enabled/shop', 'k8s/a.yaml'].every(claims)).toBe(true);
    expect(['nginx.md', 'conf.d.ts', 'web/nginx.js'].some(claims)).toBe(false);
  });

  it.each(['', '\0', '{'.repeat(100_000), '}'.repeat(100_000), 'a {'.repeat(100_000), '"'.repeat(99_999), '${'.repeat(100_000), 'proxy_pass '.repeat(100_000)])('survives bad input', (text) =>
    expect(() => read(text)).not.toThrow(),
  );
});
