const runId = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{6,32}$/;

/** 20261123T101500Z-3f9a2c: sorts by time, and two writers of one second differ. `randomBytes` gives as many random bytes as asked for. */
export function newRunId(now: Date, randomBytes: (count: number) => Uint8Array): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function isRunId(text: string): boolean {
  return runId.test(text);
}

/** When the run was made, ISO 8601 in UTC. null: no id of a run. */
export function timeOfRunId(id: string): string | null {
  const match = runId.exec(id);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
