import type { Stated } from '@plimsoll/contract';
import { entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { fieldOf, latencyIn } from './debt-item.ts';
import type { DebtParts, Extension, MeasuredImpact } from './debt-item.ts';
import { parseTargetDate } from './target-date.ts';

const listMax = 200;

/** What of an entry is more than one text: `measured`, `services`, `extensions`, `reviewed`. */
export function partsOf(node: YamlNode): DebtParts {
  const entries = entriesOf(node);
  const valueOf = (name: RegExp): YamlNode | undefined => entries.find(({ key }) => name.test(key))?.value;
  const services = entries.find(({ key }) => fieldOf(key) === 'services')?.value;
  const reviewed = entries.find(({ key }) => fieldOf(key) === 'reviewed')?.value;
  const measured = valueOf(/^measured(?:[_ ]?impact)?$/i);
  return {
    measured: measured ? measuredOf(measured) : null,
    extensions: itemsOf(valueOf(/^extensions$/i))
      .slice(0, listMax)
      .map(extensionOf),
    ...(services?.kind === 'sequence' ? { services: statedOf(services) } : {}),
    ...(reviewed?.kind === 'sequence' ? { reviews: statedOf(reviewed) } : {}),
  };
}

function measuredOf(node: YamlNode): MeasuredImpact {
  const said = (name: string): string | null => textOf(entriesOf(node).find(({ key }) => key === name)?.value) ?? null;
  const on = said('on');
  const text = node.kind === 'mapping' ? said('impact') : (textOf(node) ?? null);
  return { impactMs: latencyIn(text), on: on === null ? null : parseTargetDate(on), run: said('run'), source: node.source };
}

function extensionOf(node: YamlNode): Extension {
  const said = (name: string): string | null => textOf(entriesOf(node).find(({ key }) => key === name)?.value) ?? null;
  const on = said('on');
  return { on: on === null ? null : parseTargetDate(on), from: said('from'), to: said('to'), reason: said('reason'), source: node.source };
}

function statedOf(list: YamlNode): readonly Stated<string>[] {
  return itemsOf(list)
    .slice(0, listMax)
    .flatMap((item) => {
      const text = textOf(item);
      return text === undefined ? [] : [{ value: text, source: item.source }];
    });
}
