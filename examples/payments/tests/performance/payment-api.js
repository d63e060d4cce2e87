import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

export const options = {
  scenarios: {
    payments: {
      executor: 'ramping-arrival-rate',
      startRate: 50,
      timeUnit: '1s',
      preAllocatedVUs: 400,
      maxVUs: 1000,
      stages: [
        { duration: '4m', target: 1000 }, // ten times the design target of docs/adr/0001 for one instance, at a pace that scaling can follow
        { duration: '5m', target: 1000 },
      ],
    },
  },
  // The objectives of docs/slos/payment-api.yml.
  thresholds: {
    http_req_duration: ['p(95)<200', 'p(99)<500'],
    http_req_failed: ['rate<0.001'],
    dropped_iterations: ['count==0'], // a generator that cannot keep up proves nothing
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

export default function () {
  const { startTime, iterationInTest } = exec.scenario;
  const payment = JSON.stringify({ reference: `load-${startTime}-${iterationInTest}`, amount: 1250 });
  const headers = { 'content-type': 'application/json', 'x-merchant': `load-${iterationInTest % 1000}` };
  const response = http.post(`${__ENV.BASE_URL}/payments`, payment, { headers });
  check(response, { created: ({ status }) => status === 201 });
}

export function handleSummary(data) {
  return { 'summary.json': JSON.stringify(data) };
}
