import type { Engine } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import type { Option } from '../clients/options.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { statementDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { brief } from '../value/evaluate.ts';
import { textLiteral } from '../value/literal.ts';
import { defaultSetting, numberSetting, secondsSetting, stringSetting, unknownSetting } from '../value/setting.ts';

/**
 * How long a statement may run on the connections of this pool. `within` are the dictionaries that are handed to the driver
 * (`connect_args`, `kwargs`); a module that speaks of such a timeout elsewhere, in a listener for instance, is not guessed at.
 */
export function statementTimeout(call: PythonCall, engine: Engine, within: readonly Option[]): Setting<number> | null {
  const hidden: SyntaxNode[] = [];
  for (const node of [call.node, ...within.flatMap((option) => writtenIn(option, hidden))]) {
    const found = timeoutIn(node);
    if (found) return found;
  }
  const fallback = statementDefaults[engine];
  if (!fallback) return null;
  const [spread] = hidden;
  if (spread) return unknownSetting(spread, `what ${brief(spread)} hands to the driver is not known`, 'whether it sets a statement timeout');
  if (/statement_timeout|max_execution_time/i.test(call.module.tree.text))
    return unknownSetting(call.callee, 'this file sets a statement timeout in a way that is not followed', 'the statement timeout');
  return defaultSetting(call, fallback);
}

function writtenIn(option: Option, hidden: SyntaxNode[]): readonly SyntaxNode[] {
  if (option.given === 'no') return [];
  if (option.given === 'unknown') {
    hidden.push(option.spread);
    return [];
  }
  if (option.value.type === 'dictionary' || option.value.type === 'call') return [option.value];
  const referent = referentOf(option.value);
  if (referent?.kind === 'value' && (referent.value.type === 'dictionary' || referent.value.type === 'string')) return [referent.value, ...referent.others];
  hidden.push(option.value);
  return [];
}

/** The timeout that is written below a node. */
export function timeoutIn(node: SyntaxNode): Setting<number> | null {
  for (const each of walk(node)) {
    if (each.type === 'string' && /statement_timeout|max_execution_time/i.test(textOf(each))) {
      const found = inText(each);
      if (found) return found;
    }
    const key = each.type === 'pair' ? textLiteral(child(each, 'key')) : each.type === 'keyword_argument' ? textOf(child(each, 'name') ?? each) : null;
    const value = key === null ? null : child(each, 'value');
    if (!value) continue;
    if (key === 'statement_timeout') return millisecondsIn(value);
    if (key === 'command_timeout' || key === 'read_timeout') return secondsSetting(value);
  }
  return null;
}

const unitMs: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000 };

/** `-c statement_timeout=5000`, `SET max_execution_time=5000`: milliseconds unless a unit is written. */
function inText(node: SyntaxNode): Setting<number> | null {
  const { value } = stringSetting(node);
  if (!isKnown(value)) return null;
  const [, count, unit] = /(?:statement_timeout|max_execution_time)(?:\s*=\s*|\s+to\s+|%3D)'?(\d+)\s*(ms|s|min)?/i.exec(value.value) ?? [];
  if (count === undefined) return null;
  const ms = Number(count) * (unitMs[unit ?? ''] ?? 1);
  return { value: { ...value, value: ms === 0 ? Infinity : ms }, variables: [] };
}

/** `{'statement_timeout': '5s'}` among the settings of the server. */
function millisecondsIn(node: SyntaxNode): Setting<number> {
  const text = textLiteral(node);
  const [, count, unit] = text === null ? [] : (/^(\d+)\s*(ms|s|min)?$/.exec(text) ?? []);
  const setting = stringSetting(node);
  if (count === undefined || !isKnown(setting.value)) return numberSetting(node);
  return { ...setting, value: { ...setting.value, value: Number(count) * (unitMs[unit ?? ''] ?? 1) } };
}
