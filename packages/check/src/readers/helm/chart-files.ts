import { posix } from 'node:path';
import type { FileIndex } from '../reader.ts';
import { resolvePath } from '../shell/index.ts';

/** The folder of the chart whose template a file is, or null. Templates are Go templates, not YAML: no other reader may parse them. */
export function chartOfTemplate(path: string, files: FileIndex): string | null {
  for (let cut = path.lastIndexOf('templates/'); cut >= 0; cut = cut === 0 ? -1 : path.lastIndexOf('templates/', cut - 1)) {
    if (cut !== 0 && path[cut - 1] !== '/') continue;
    const folder = cut === 0 ? '' : path.slice(0, cut - 1);
    if (files.has(resolvePath(folder, 'Chart.yaml'))) return folder;
  }
  return null;
}

/** The manifests below `templates/` of a chart; named helper templates (`_x.tpl`) and notes make no objects. */
export function templatesOf(folder: string, files: FileIndex): readonly string[] {
  const prefix = folder === '' ? 'templates/' : `${folder}/templates/`;
  return files.paths.filter((path) => path.startsWith(prefix) && /\.(?:ya?ml|tpl)$/.test(path) && !posix.basename(path).startsWith('_'));
}
