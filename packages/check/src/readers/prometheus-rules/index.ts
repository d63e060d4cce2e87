import { folderOf } from '@plimsoll/contract';
import { posix } from 'node:path';
import { at, entryOf, readYaml } from '@plimsoll/contract/yaml';
import type { AlertRules, DeploymentFact } from '../../facts/deployment.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import { chartOfTemplate } from '../helm/chart-files.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { entriesPerFile } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { readGroups } from './groups.ts';

export { readGroups };

/** Rule files of Prometheus, told by their content; the objects of its operator are read by the Kubernetes reader. */
export const prometheusRulesReader: Reader<DeploymentFact> = {
  name: 'prometheus-rules',
  signals: ['expr:', '"expr"'],
  claims: (path) => /\.(?:ya?ml|rules)$/i.test(path),
  read: readRuleFile,
};

const groupsKey = /^["']?groups["']?[ \t]*:/m;
const ruleKey = /^[ \t]*(?:-[ \t]+)?["']?(?:alert|record)["']?[ \t]*:/m;
const otherFormat = /^["']?(?:apiVersion|kind)["']?[ \t]*:/m; // objects of Kubernetes, and alerting that Grafana is provisioned with

/** Prometheus's own templates stand in quotes in annotations and labels; braces where YAML expects a value are those of another tool. */
const templated = /^[ \t]*(?:\{\{|(?:- +)?[\w./-]+:[ \t]+\{\{)/m;

function readRuleFile(file: SourceText, files: FileIndex): ReaderResult<DeploymentFact> {
  if (chartOfTemplate(file.path, files) !== null) return { facts: [], unread: [] };
  let expressions = false;
  const { documents, unread } = readYaml(file.path, file.text, (text) => {
    if (!groupsKey.test(text) || !ruleKey.test(text) || otherFormat.test(text)) return false;
    expressions ||= templated.test(text);
    return !templated.test(text);
  });
  const folder = folderOf(file.path);
  const scope: Scope = { file: file.path, variant: folder, environment: environmentOfPath(file.path), parameters: null, unread: [...unread], budget: { left: entriesPerFile } };
  const facts = documents.flatMap(({ root }): readonly AlertRules[] => {
    const rules = readGroups(at(root, 'groups'), scope);
    if (rules.length === 0) return [];
    return [
      {
        kind: 'alert-rules',
        apiVersion: '',
        name: posix.basename(file.path).replace(/(?:\.rules)?\.\w+$/, ''),
        namespace: null,
        variant: folder,
        environment: scope.environment,
        source: extentOf(root),
        nameSource: entryOf(root, 'groups')?.keySource ?? root.source,
        rules,
      },
    ];
  });
  const message = 'holds template expressions ({{ … }}) where values stand; its alerting rules were not analysed, render it first';
  return { facts, unread: expressions ? [...scope.unread, { file: file.path, line: null, message }] : scope.unread };
}
