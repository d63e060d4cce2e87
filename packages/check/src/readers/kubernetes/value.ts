import { textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { isKnown, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { saysSetting } from '../shell/index.ts';
import type { Scope } from './scope.ts';
import { substitute, substituteName } from './template.ts';

const templateExpression = /(?<!\$)\{\{/;
const placeholder = /\$\{([A-Za-z_][A-Za-z0-9_]*)/;

/** The text of a scalar with template parameters filled in; null where there is none. */
export function knownText(node: YamlNode | undefined, scope: Scope, says: string | null = null): Known<string> | null {
  const text = textOf(node);
  if (node === undefined || text === undefined) return null;
  const shown = says ?? text;
  if (scope.parameters !== null) return substitute(text, scope.parameters, node.source, shown);
  const filledIn = placeholder.exec(text);
  if (filledIn && !text.includes('\n')) return filledInLater(`\${${filledIn[1]}}`, node, `a value for ${filledIn[1]}`);
  if (templateExpression.test(text) && !text.includes('\n')) return filledInLater('a template expression', node, 'the rendered value');
  return stated(text, node.source, shown);
}

/** A whole number of a setting; what is no number is unknown and reported. */
export function knownNumber(node: YamlNode | undefined, scope: Scope, setting: string): Known<number> | null {
  const text = knownText(node, scope, saysSetting(setting, textOf(node) ?? '', ': '));
  if (node === undefined || (text === null && node.kind === 'scalar')) return null;
  if (text !== null && !isKnown(text)) return text;
  const value = text === null ? Number.NaN : Number(text.value);
  if (text !== null && text.value.trim() !== '' && Number.isInteger(value) && value >= 0) return { ...text, value };
  const written = text === null ? `a ${node.kind}` : `"${text.value.slice(0, 40)}"`;
  scope.unread.push({ file: scope.file, line: node.source.line, message: `${setting} is ${written}, not a whole number; its value is taken as unknown` });
  return unknown(`${setting} is ${written}, not a whole number`, { cause: 'no-value-given', what: `a whole number for ${setting}` }, { source: node.source });
}

/** A name for joins: always a string; parameters without a value stay in it as written. */
export function nameText(node: YamlNode | undefined, scope: Scope): string | null {
  const text = textOf(node);
  return text === undefined ? null : substituteName(text, scope.parameters);
}

function filledInLater(expression: string, node: YamlNode, what: string): Known<string> {
  return unknown(`${expression} is filled in before the manifest is applied`, { cause: 'outside-the-repository', what }, { source: node.source });
}
