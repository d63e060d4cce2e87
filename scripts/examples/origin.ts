import type { Provenance } from '../../examples/local/provenance.ts';

/** A line below a picture: which machine, when, and what made it worth less. */
export function origin({ measuredAt, git, machine, notes }: Provenance): string {
  const made = git === null ? '' : `, commit ${git.commit.slice(0, 8)}${git.dirty ? ' and changes' : ''}`;
  const busy = notes.some((note) => note.includes('busy')) ? '; the machine was busy' : '';
  return `one machine, ${machine.cpus ?? '?'} processors (${machine.cpuModel ?? 'unknown'}), ${machine.runtime ?? ''}, ${measuredAt.slice(0, 10)}${made}${busy}`;
}
