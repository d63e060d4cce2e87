import http from 'k6/http';
import { sleep } from 'k6';

export const options = { vus: 20, duration: '2m' };

export default function () {
  const body = JSON.stringify({ reference: `${__VU}-${__ITER}`, amount: 1250 });
  http.post(`${__ENV.BASE_URL}/payments`, body, { headers: { 'content-type': 'application/json' } });
  sleep(1);
}
