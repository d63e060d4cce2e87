import { sayCount } from '@plimsoll/contract';
import { safe } from '../terminal/safe.ts';

/** HTML that is ready to be shown. Made only by `html`, so text from a repository is escaped before it gets here. */
export interface Html {
  readonly markup: string;
}

export type Value = string | number | Html | null | readonly Value[];

/** html`<p>${text}</p>`: texts are escaped for elements and quoted attributes, lists are joined, null shows nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: strings.map((part, index) => part + (index < values.length ? shown(values[index] ?? null) : '')).join('') };
}

/** Only for what stands in this package: the style sheet, a drawing. */
export function trusted(markup: string): Html {
  return { markup };
}

function shown(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return sayCount(value);
  if (typeof value === 'string') return escaped(value);
  return 'markup' in value ? value.markup : value.map(shown).join('');
}

function escaped(text: string): string {
  const plain = text.split(/\r?\n/).map(tabbed).join('\n');
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

function tabbed(line: string): string {
  return line.split('\t').map(safe).join('\t');
}
