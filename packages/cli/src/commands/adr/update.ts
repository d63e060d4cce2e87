import { relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { readDecision, updateDecision } from '@plimsoll/decisions';
import type { MeasuredRun } from '@plimsoll/decisions';
import { diffText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { writeTo } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { pathToWrite } from './own-path.ts';
import { rawText } from './raw-text.ts';
import { repositoryAt } from './repository.ts';
import type { Repository } from './repository.ts';
import { runOf, serviceOf } from './service.ts';

const usage = `usage: plimsoll adr update [options] FILE [directory]

Takes over the numbers of a stored run into the results of a record, each in its own unit and rounding; ticks follow from the targets,
and the run becomes the evidence. Shows what would change; nothing else of the file is touched.

  --run ID              the run (default: the last one of the service)
  --service NAME        the service whose last run is meant
  --write               write the file
  --help                print this page
`;

const options = { run: { type: 'string' }, service: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [named, ...rest] = positionals;
  if (named === undefined) throw new UsageError('name the record: plimsoll adr update docs/adr/0001-….md');
  const directory = directoryOf(rest, terminal.cwd);
  const repository = await repositoryAt(directory, todayOf(undefined, terminal.now()), terminal);
  const file = [named, relative(directory, resolve(terminal.cwd, named)).split(sep).join('/')].find((path) => repository.files.has(path));
  const text = file === undefined ? undefined : rawText(directory, file);
  const record = file === undefined || text === undefined ? null : readDecision(file, text, repository.declared.adr);
  if (file === undefined || text === undefined || !record) throw new UsageError(`${named} is no decision record that can be read below ${rest[0] ?? '.'}; plimsoll adr list shows them`);
  const chosen = runFor(repository, file, values);
  const update = updateDecision(record, text, chosen);
  const left = [...update.left, ...record.unread.map(({ line, message }) => ({ line: line ?? 1, says: message }))];
  for (const { line, says } of left) terminal.err(`plimsoll: ${file}:${line} left as it is: ${says}\n`);
  if (update.changes.length === 0) {
    terminal.out(left.length > 0 ? `nothing else of ${file} is to change\n` : `${file} says what run ${chosen.id} measured; nothing to change\n`);
    return exitCodes.holds;
  }
  terminal.out(diffText(file, text, update.text, terminal));
  if (values.write) writeTo(pathToWrite(directory, file), file, update.text);
  terminal.out(values.write ? `${file} was written\n` : `nothing was written; --write does\n`);
  return exitCodes.holds;
}

function runFor({ history, system, records }: Repository, file: string, { run: id, service: named }: { readonly run?: string | undefined; readonly service?: string | undefined }): MeasuredRun {
  if (!history) throw new UsageError('there is no run history here: neither .plimsoll/runs nor the branch plimsoll-runs; plimsoll gate --record begins it');
  if (id !== undefined) {
    const found = history.runs.find((run) => run.id === id);
    if (found) return found;
    throw new UsageError(
      `--run ${id}: ${history.place} holds no such run; the last are ${
        history.runs
          .map((run) => run.id)
          .toSorted()
          .slice(-3)
          .join(', ') || 'none'
      }`,
    );
  }
  const meant = system?.claimed.results.find(({ decision }) => decision.file === file)?.services[0];
  const evidence = records.find(({ record }) => record.file === file)?.record.claims.flatMap((claim) => (claim.kind === 'performance' && claim.evidence ? [claim.evidence.value] : []));
  const before = history.runs.find((run) => evidence?.includes(run.id) === true)?.service ?? undefined;
  const service = serviceOf(system, named ?? before ?? meant);
  const last = runOf(history, service);
  if (!last)
    throw new UsageError(
      service ? `${history.place} holds no run of ${service.names.join(' or ')}; name one with --run` : 'several services answer requests here; name one with --service, or the run with --run',
    );
  return last;
}
