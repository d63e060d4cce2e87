import { fileURLToPath } from 'node:url';
import type { PrincipleId } from '@plimsoll/contract';
import { main } from '../../../packages/cli/src/main.ts';
import { root } from '../repository.ts';

/** What of a report in JSON the pages show. */
export interface Judged {
  readonly directory: string;
  readonly principles: readonly { readonly id: PrincipleId; readonly status: string; readonly broken: number; readonly kept: number; readonly undecided: number }[];
  readonly findings: readonly {
    readonly principle: string;
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly location: { readonly file: string; readonly line: number } | null;
  }[];
}

const today = '2026-12-01'; // the examples are judged by one day, as anywhere

export async function judged(directory: string): Promise<Judged> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    columns: 100,
    colour: false,
    interactive: false,
    cwd: fileURLToPath(root),
    now: () => new Date(today),
  };
  const code = await main(['check', directory, '--today', today, '--no-cache', '--format', 'json'], terminal);
  if (code > 1) throw new Error(`check of ${directory} ended with ${code}: ${err}`);
  return { ...(JSON.parse(out) as Omit<Judged, 'directory'>), directory };
}

export function kept({ directory, principles }: Judged, id: PrincipleId): string {
  const own = principles.find((principle) => principle.id === id);
  if (own?.status !== 'kept') throw new Error(`${directory} is shown as right, but ${id} is ${own?.status}`);
  return `\`plimsoll check ${directory} --principle ${id}\`: ${own.kept} judgements, all kept.`;
}
