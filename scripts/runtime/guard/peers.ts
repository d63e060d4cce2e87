import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The libraries that people use today, in the versions that were measured; nothing of ours depends on them. */
const packages = ['cockatiel@4.0.0', 'opossum@10.0.0', 'p-limit@7.3.3', 'fastify@5.12.8', '@fastify/under-pressure@9.2.0', 'undici@8.12.4'];

type Action<T> = (context?: unknown) => T | Promise<T>;

interface Policy {
  execute<T>(action: Action<T>, signal?: AbortSignal): Promise<T>;
}

interface Cockatiel {
  readonly handleAll: unknown;
  readonly TimeoutStrategy: { readonly Aggressive: unknown };
  readonly SamplingBreaker: new (options: { readonly threshold: number; readonly duration: number; readonly minimumRps?: number }) => unknown;
  readonly ConsecutiveBreaker: new (failures: number) => unknown;
  bulkhead(limit: number, queue?: number): Policy;
  circuitBreaker(policy: unknown, options: { readonly halfOpenAfter: number; readonly breaker: unknown }): Policy;
  timeout(ms: number, strategy: unknown): Policy;
  wrap(...policies: readonly Policy[]): Policy;
}

interface OpossumBreaker {
  fire(...args: readonly unknown[]): Promise<unknown>;
  shutdown(): void;
}

type Opossum = new (action: (...args: readonly unknown[]) => Promise<unknown>, options: Readonly<Record<string, unknown>>) => OpossumBreaker;

interface PressuredServer {
  register(plugin: unknown, options: Readonly<Record<string, unknown>>): Promise<unknown>;
  ready(): Promise<unknown>;
  isUnderPressure(): boolean;
  close(): Promise<unknown>;
}

interface Undici {
  readonly Pool: new (origin: string, options: { readonly headersTimeout: number }) => { destroy(): Promise<void> };
  readonly request: (url: string, options: { readonly dispatcher: unknown }) => Promise<unknown>;
}

export interface Peers {
  readonly undici: Undici;
  readonly cockatiel: Cockatiel;
  readonly opossum: Opossum;
  readonly limit: (concurrency: number) => <T>(work: () => Promise<T>) => Promise<T>;
  readonly fastify: () => PressuredServer;
  readonly underPressure: unknown;
}

/** Loads them from `folder`, or installs them in a temporary one. */
export async function loadPeers(folder: string | undefined): Promise<Peers> {
  const root = folder ?? installed();
  const require = createRequire(join(root, 'peers.js'));
  const load = async (name: string): Promise<Record<string, unknown>> => (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>;
  const [cockatiel, opossum, limit, fastify, underPressure, undici] = await Promise.all(['cockatiel', 'opossum', 'p-limit', 'fastify', '@fastify/under-pressure', 'undici'].map(load));
  return {
    cockatiel: cockatiel as unknown as Cockatiel,
    opossum: opossum?.['default'] as Opossum,
    limit: limit?.['default'] as Peers['limit'],
    fastify: fastify?.['fastify'] as Peers['fastify'],
    underPressure: underPressure?.['default'],
    undici: undici as unknown as Undici,
  };
}

function installed(): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-peers-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  execFileSync('npm', ['install', '--prefix', root, '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { stdio: 'ignore', timeout: 180_000 });
  return root;
}
