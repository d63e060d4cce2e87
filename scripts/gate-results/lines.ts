// Lines as k6 1.8 writes them for HTTP requests: ten metrics a request, by the proportions of a real file.
const berths = ['GET /berths/:id', 'GET /ships', 'POST /moorings', 'GET /tides?day=', 'GET /pilots/:id'];
const metrics = [
  'http_reqs',
  'http_req_duration',
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
  'http_req_failed',
];

/** Deterministic text of at least `count` lines, in pieces of some hundred kilobytes. */
export function* k6Lines(count: number): Generator<string> {
  let state = 20261201;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const startMs = Date.UTC(2026, 10, 23, 10, 0, 0);
  let [written, request, piece] = [0, 0, ''];
  while (written < count) {
    request++;
    const durationMs = 20 * Math.exp(random() + random() + random() - 1.5);
    const failed = random() < 0.01;
    const name = berths[request % berths.length] ?? '';
    const micros = String(Math.floor(random() * 1e6)).padStart(6, '0');
    const time = `${new Date(startMs + request).toISOString().slice(0, -1)}${micros}Z`;
    const method = name.slice(0, name.indexOf(' '));
    const tags = `{${failed ? '"error_code":"1503",' : ''}"expected_response":"${!failed}","group":"","method":"${method}","name":"${name}","proto":"HTTP/1.1","scenario":"arrivals","status":"${failed ? 503 : 200}","url":"${name}"}`;
    for (const metric of metrics) {
      const value = metric === 'http_reqs' ? 1 : metric === 'http_req_failed' ? Number(failed) : metric === 'http_req_duration' ? durationMs.toFixed(6) : (durationMs * random()).toFixed(6);
      piece += `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${tags}}}\n`;
    }
    piece += `{"metric":"iteration_duration","type":"Point","data":{"time":"${time}","value":${(durationMs + 1).toFixed(6)},"tags":{"group":"","scenario":"arrivals"}}}\n`;
    written += metrics.length + 1;
    if (piece.length > 400_000) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}
