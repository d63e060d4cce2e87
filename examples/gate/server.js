// A small payment service for trying the gate: it answers after a delay that is known, so that what the gate says can be held against the truth.
//   node server.js [--slower 1.2] [--errors 0.05] [--burst] [--port 0]
// PORT is honoured; the address is printed when it listens.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    slower: { type: 'string', default: '1' }, // every delay times this: 1.2 is a slowdown of 20 %
    errors: { type: 'string', default: '0' }, // share of requests that are answered with 503
    burst: { type: 'boolean', default: false }, // a pause of the whole process now and then, as a collector of garbage makes
    port: { type: 'string', default: process.env['PORT'] ?? '0' },
  },
});
const slower = Number(values.slower);
const errors = Number(values.errors);

/** Log-normal around 12 ms, P95 near 27 ms: right-skewed, as latencies of services are. */
function delayMs() {
  const [u, v] = [1 - Math.random(), Math.random()];
  return 12 * slower * Math.exp(0.5 * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
}

const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.end('ok');
    return;
  }
  setTimeout(() => {
    response.writeHead(Math.random() < errors ? 503 : 200, { 'content-type': 'application/json' });
    response.end('{"id":"pay_1","state":"accepted","amount":4200}');
  }, delayMs());
});
if (values.burst) {
  setInterval(() => {
    const until = performance.now() + 120;
    while (performance.now() < until);
  }, 1500);
}
server.listen(Number(values.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
