/** One thing that the doctor looked at. */
export interface Diagnosis {
  readonly about: 'machine' | 'files' | 'system' | 'settings';
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail'; // warn: something is not seen or not as good as it could be; fail: something is broken
  readonly says: string;
  readonly details: readonly string[]; // places, one a line
  readonly help: string | null; // what to do
}

export function ok(about: Diagnosis['about'], name: string, says: string, details: readonly string[] = []): Diagnosis {
  return { about, name, state: 'ok', says, details, help: null };
}

export function warn(about: Diagnosis['about'], name: string, says: string, help: string, details: readonly string[] = []): Diagnosis {
  return { about, name, state: 'warn', says, details, help };
}

export function fail(about: Diagnosis['about'], name: string, says: string, help: string, details: readonly string[] = []): Diagnosis {
  return { about, name, state: 'fail', says, details, help };
}
