/** How the last calls of one endpoint ended. */
export interface Health {
  failuresInARow: number;
  ejections: number;
  ejectedUntilMs: number;
  /** The transport says that it cannot be reached now (gRPC keeps a connection to each). */
  disconnected: boolean;
}

export interface EjectionSettings {
  /** Failures in a row after which an endpoint is left out. */
  readonly failuresMax: number;
  /** For this long the first time, twice as long the second, and so on up to `capMs`. */
  readonly baseMs: number;
  readonly capMs: number;
}

export function newHealth(): Health {
  return { failuresInARow: 0, ejections: 0, ejectedUntilMs: 0, disconnected: false };
}

export function isHealthy({ ejectedUntilMs, disconnected }: Health, nowMs: number): boolean {
  return !disconnected && ejectedUntilMs <= nowMs;
}

/** Counts an end. True when the endpoint is ejected by it. */
export function countEnd(health: Health, outcome: 'succeeded' | 'failed', nowMs: number, { failuresMax, baseMs, capMs }: EjectionSettings): boolean {
  if (outcome === 'succeeded') {
    health.failuresInARow = 0;
    if (health.ejectedUntilMs <= nowMs) health.ejections = 0; // it has come back
    return false;
  }
  health.failuresInARow++;
  if (health.ejectedUntilMs > nowMs || health.failuresInARow < failuresMax) return false;
  health.ejectedUntilMs = nowMs + Math.min(capMs, baseMs * 2 ** Math.min(20, health.ejections));
  health.ejections++;
  health.failuresInARow = failuresMax - 1; // on probation: the first failure after its return is enough
  return true;
}
