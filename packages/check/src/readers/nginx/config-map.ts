import { at, entriesOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { ProxyPass } from '../../facts/deployment.ts';
import { chartOfTemplate } from '../helm/chart-files.ts';
import type { FileIndex, ReaderResult, SourceText } from '../reader.ts';
import { scalarScript } from '../script/index.ts';
import { httpLevel } from './context.ts';
import { extract } from './extract.ts';
import { parse } from './parse.ts';

const isConfigMap = /^["']?kind["']?[ \t]*:[ \t]+["']?ConfigMap\b/m;
const entriesMax = 100;

/** Configurations that a ConfigMap carries: its entries are the files of one folder. Files that a chart's templates make are left to the Helm reader. */
export function readConfigMaps(file: SourceText, files: FileIndex): ReaderResult<ProxyPass> {
  if (chartOfTemplate(file.path, files) !== null) return { facts: [], unread: [] };
  const { documents } = readYaml(file.path, file.text, (text) => isConfigMap.test(text) && /\b(?:proxy|grpc)_pass\b/.test(text)); // what is no YAML, the Kubernetes reader reports
  const lines = file.text.split('\n');
  const results = documents.map(({ root }) => readEntries(root, file.path, lines));
  return { facts: results.flatMap(({ facts }) => facts), unread: results.flatMap(({ unread }) => unread) };
}

function readEntries(root: YamlNode, file: string, lines: readonly string[]): ReaderResult<ProxyPass> {
  const entries = entriesOf(at(root, 'data'))
    .slice(0, entriesMax)
    .flatMap(({ key, value }) => {
      const text = textOf(value) ?? '';
      // Braces in pairs are a template's, of a chart or of another tool; `proxy_pass` in a script or a page is no configuration.
      const isConfiguration = value.kind === 'scalar' && /^[ \t]*(?:upstream|server|location|http|map|proxy_\w+)\b[^;{\n]*[{;]/m.test(text) && !text.includes('{{');
      return isConfiguration ? [{ key, parsed: parse(scalarScript(value, lines)) }] : [];
    });
  const main = entries.find(({ key }) => key === 'nginx.conf')?.parsed.directives ?? [];
  const around = httpLevel(
    main,
    entries.map(({ parsed }) => parsed.directives),
  );
  const results = entries.map(({ parsed }) => extract(parsed, file, around));
  return { facts: results.flatMap(({ facts }) => facts), unread: results.flatMap(({ unread }) => unread) };
}
