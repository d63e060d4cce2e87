import { posix } from 'node:path';
import { at, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { DeploymentFact, HelmChart } from '../../facts/deployment.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { templatesOf } from './chart-files.ts';

export const helmReader: Reader<DeploymentFact> = {
  name: 'helm',
  claims: (path) => posix.basename(path) === 'Chart.yaml',
  read: readChart,
};

// A kind is written out even in templates; `kind: {{ … }}` cannot be known without rendering.
const literalKind = /^[ \t]*(?:- )?kind:[ \t]*["']?([A-Z][A-Za-z]*)["']?[ \t]*\r?$/gm;
const topLevelKind = /^kind:[ \t]*["']?([A-Z][A-Za-z]*)["']?[ \t]*\r?$/gm;

function readChart(file: SourceText, files: FileIndex): ReaderResult<DeploymentFact> {
  const folder = folderOf(file.path);
  const { documents, unread } = readYaml(file.path, file.text);
  const root = documents[0]?.root;
  const nameNode = at(root, 'name');
  const templates = templatesOf(folder, files).map((path) => ({ file: path, kinds: kindsIn(files.text(path) ?? '') }));
  const chart: HelmChart = {
    kind: 'helm-chart',
    name: textOf(nameNode) ?? (posix.basename(folder) || 'chart'),
    folder,
    source: nameNode?.source ?? root?.source ?? { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 },
    templates,
  };
  return { facts: [chart], unread: [...unread, ...notRendered(chart, file.path)] };
}

function kindsIn(text: string): readonly string[] {
  const top = [...text.matchAll(topLevelKind)];
  const found = top.length > 0 ? top : [...text.matchAll(literalKind)];
  return [...new Set(found.map((match) => match[1] ?? ''))].toSorted();
}

function notRendered(chart: HelmChart, file: string): readonly Unread[] {
  const kinds = [...new Set(chart.templates.flatMap((template) => template.kinds))].toSorted();
  if (kinds.length === 0) return [];
  const shown = kinds.length > 12 ? `${kinds.slice(0, 12).join(', ')} and ${kinds.length - 12} more` : kinds.join(', ');
  return [{ file, line: null, message: `the templates of this chart are not rendered in this version, so its objects were not analysed: ${shown}` }];
}
