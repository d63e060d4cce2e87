// node scripts/gate-load/server.ts: answers after a delay drawn from a known distribution, and prints its port. The delay is 1 ms plus an
// exponential of mean 4 ms; what the event loop adds is measured here, and written as quantiles when it is told to end.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const took: number[] = [];
const server = createServer((request, response) => {
  const from = performance.now();
  if (request.url === '/truth') {
    took.sort((a, b) => a - b);
    const at = (quantile: number): number => took[Math.min(took.length - 1, Math.ceil(quantile * took.length) - 1)] ?? NaN;
    response.end(JSON.stringify({ count: took.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }));
    took.length = 0;
    return;
  }
  const answer = (): void => {
    response.end('ok');
    took.push(performance.now() - from);
  };
  if (request.url === '/fast') answer();
  else setTimeout(answer, 1 - 4 * Math.log(1 - Math.random()));
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
