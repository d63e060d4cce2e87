import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decisionDraft, readDecision, updateDecision } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import { writeTo } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { pathToWrite } from './own-path.ts';
import { repositoryAt } from './repository.ts';
import { impactOf, runOf, serviceOf } from './service.ts';

const usage = `usage: plimsoll adr new [options] TITLE [directory]

Begins a decision record where the repository keeps its own: their folder, numbering and template. Its performance section says what
is known already: the promises of the SLO as design targets, the last stored run as the result, the scaling bounds of the infrastructure.

  --service NAME        the service that the decision is about (default: the only one that answers requests)
  --dry-run             print it instead of writing
  --today YYYY-MM-DD    the date of the record (default: today)
  --help                print this page
`;

const options = { service: { type: 'string' }, 'dry-run': { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [title = '', ...rest] = positionals;
  const words = title.replaceAll(/\s+/g, ' ').trim();
  if (words === '') throw new UsageError('name the decision: plimsoll adr new "Put payments on a queue"');
  if (words.length > 200) throw new UsageError(`the title has ${words.length} characters; say it in 200`);
  const directory = directoryOf(rest, terminal.cwd);
  const today = todayOf(values.today, terminal.now());
  const { records, declared, system, history } = await repositoryAt(directory, today, terminal);
  const service = serviceOf(system, values.service);
  const draft = decisionDraft(words, records, { declared: declared.adr, today, impact: impactOf(service) });
  const run = runOf(history, service);
  const record = run ? readDecision(draft.file, draft.text, declared.adr) : null;
  const text = run && record ? updateDecision(record, draft.text, run).text : draft.text;
  if (values['dry-run']) {
    terminal.out(text);
    return exitCodes.holds;
  }
  if (existsSync(join(directory, draft.file))) throw new UsageError(`${draft.file} is there already; --dry-run prints what would be written`);
  writeTo(pathToWrite(directory, draft.file), draft.file, text);
  const known = service ? `${service.names[0] ?? ''}${run ? `, run ${run.id}` : ', no valid stored run'}` : 'no service named (--service), so its numbers are left to be stated';
  terminal.out(`${draft.file}: ${draft.from === null ? 'the first record' : `in the shape of ${draft.from}`}; ${known}\n`);
  return exitCodes.holds;
}
