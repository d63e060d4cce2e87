import { check } from 'k6';
import http from 'k6/http';

export const options = {
  scenarios: {
    payments: { executor: 'constant-arrival-rate', rate: 200, timeUnit: '1s', duration: '5m', preAllocatedVUs: 100, maxVUs: 400 },
  },
  // The objectives of docs/slos/payment-api.yml.
  thresholds: {
    http_req_duration: ['p(95)<200', 'p(99)<500'],
    http_req_failed: ['rate<0.001'],
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

export default function () {
  const payment = JSON.stringify({ reference: `load-${__VU}-${__ITER}`, amount: 1250 });
  const response = http.post(`${__ENV.BASE_URL}/payments`, payment, { headers: { 'content-type': 'application/json' } });
  check(response, { created: ({ status }) => status === 201 });
}

export function handleSummary(data) {
  return { 'summary.json': JSON.stringify(data) };
}
