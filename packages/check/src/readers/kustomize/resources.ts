import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KustomizeOverlay } from '../../facts/deployment.ts';
import type { Scope } from '../kubernetes/scope.ts';
import type { FileIndex } from '../reader.ts';
import { resolvePath } from '../shell/index.ts';
import { kustomizationNames } from './patch-files.ts';

const remote = /:\/\/|^git@|[?&](?:ref|timeout|submodules)=|^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\//;

/** What a kustomization takes in: files, and folders that hold a kustomization of their own (bases and components). Paths from the scan root. */
export function readResources(root: YamlNode, folder: string, scope: Scope, files: FileIndex): KustomizeOverlay['resources'] {
  const listed = ['resources', 'bases', 'components'].flatMap((key) => itemsOf(at(root, key)));
  for (const node of [...itemsOf(at(root, 'helmCharts')), ...itemsOf(at(root, 'helmChartInflationGenerator'))]) {
    scope.unread.push({ file: scope.file, line: node.source.line, message: 'takes in a Helm chart, which is not rendered in this version; its objects were not analysed' });
  }
  return listed.flatMap((node) => {
    const written = textOf(node);
    if (written === undefined || written === '') return [];
    if (remote.test(written)) {
      scope.unread.push({ file: scope.file, line: node.source.line, message: `takes in ${written}, which lies outside this repository; its objects were not analysed` });
      return [];
    }
    const path = resolvePath(folder, written);
    const exists = files.has(path) || kustomizationNames.some((name) => files.has(resolvePath(path, name)));
    if (!exists) scope.unread.push({ file: scope.file, line: node.source.line, message: `takes in ${written}, but there is neither such a file nor a folder with a kustomization in it` });
    return exists ? [{ path, source: node.source }] : [];
  });
}
