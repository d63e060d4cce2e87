import { readFileSync } from 'node:fs';

/** Ports of this machine that somebody listens on now; empty where the system does not show them (anything but Linux, mostly). */
export function listeningPorts(): ReadonlySet<number> {
  return new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(portsIn));
}

/** proc(5): `sl local_address rem_address st …`, addresses in hexadecimal; state 0A is LISTEN. */
function portsIn(path: string): readonly number[] {
  let table;
  try {
    table = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return [...table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gm)].map(([, port = '']) => Number.parseInt(port, 16));
}
