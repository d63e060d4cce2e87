import { parseArgs } from 'node:util';
import { budgetMarkdown, budgetMarker } from '@plimsoll/report';
import { worstVerdict } from '@plimsoll/slo';
import type { ClassRule, DeployVerdict, GateOutcome, ServiceLevelObjectives } from '@plimsoll/slo';
import { exitCodes } from '../../../exit-codes.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { todayOf } from '../../directory.ts';
import { slosIn } from '../files.ts';
import { decisionsOf } from '../status/decisions.ts';
import { earlierOf } from '../status/earlier.ts';
import { environmentOf } from '../status/environment.ts';
import { budgetOptions } from '../status/options.ts';
import { outputsOf, writeBudgets } from '../status/outputs.ts';
import { reportOf } from '../status/report.ts';
import { servicesOf, slosOf } from '../status/services.ts';
import { readBudgets } from '../status/source.ts';
import { auditLines } from './audit.ts';
import { changeOf } from './change.ts';
import { inputsHash } from './inputs.ts';
import { appendTo } from './log.ts';
import { gateOptions, usage } from './options.ts';

const codes: Readonly<Record<DeployVerdict, GateOutcome['exitCode']>> = { go: exitCodes.holds, caution: exitCodes.holds, frozen: exitCodes.doesNotHold, unknown: exitCodes.notJudged };

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { ...budgetOptions, ...gateOptions } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsOf(values.format);
  const files = slosIn(positionals, terminal.cwd);
  const slos = slosOf(files.found, values.service ?? []);
  if (files.found.length === 0) {
    terminal.err(`plimsoll: there is no SLO file in ${positionals[0] ?? '.'}, so nothing decides; plimsoll slo init SERVICE begins one\n`);
    return values.advisory === true ? exitCodes.holds : exitCodes.notJudged;
  }
  const environment = await environmentOf(values.env);
  const change = await changeOf(values, rulesOf(slos), files.directory);
  const read = await readBudgets(values, slos, terminal);
  const { recording, kept } = read;
  const { services, notes } = servicesOf(slos, recording, files, values.service ?? []);
  const atMs = Date.parse(recording.at);
  const today = todayOf(values.today, new Date(atMs));
  const { before } = earlierOf(values.log, { environment, beforeMs: atMs }, terminal);
  const decisions = await decisionsOf(services, { change: change.change, environment, atMs, today, before });
  const verdict = worstVerdict(decisions.map((decision) => decision.verdict));
  const gate: GateOutcome = {
    verdict,
    exitCode: codes[verdict],
    advisory: values.advisory === true,
    change,
    inputs: inputsHash({ recording, services, change, environment, today, before }),
  };
  const report = reportOf(read, { decisions, today, environment, notes }, gate);
  // On record before it is told: a decision that nobody can look up again was not made.
  if (values.log !== undefined) appendTo(values.log, auditLines({ report, gate, kept, decidedAt: terminal.now(), directory: files.directory }), terminal.cwd);
  writeBudgets(outputs, report, terminal);
  if (values.comment === true) await (await import('../../gate/comment.ts')).keepComment(budgetMarkdown(report), terminal, budgetMarker);
  return gate.advisory ? exitCodes.holds : gate.exitCode;
}

/** A change goes to all services that are decided on, so all of their rules tell its class. */
function rulesOf(slos: readonly ServiceLevelObjectives[]): readonly ClassRule[] | null {
  const rules = slos.flatMap(({ policy }) => policy?.classes ?? []);
  return rules.length === 0 ? null : rules;
}
