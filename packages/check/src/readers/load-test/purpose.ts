import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../reader.ts';

const showsHow = /(?:^|\/)(?:docs?|documentation|examples?|samples?|tutorials?|workshops?|demos?|learn|lessons?|templates?)\//i;
const numbered = /^\d{2,3}[-._]/;
const collectionMin = 3;

/** In a folder of documentation, or one of a numbered series of lessons (`01.basics.js`, `02.stages.js`, …). */
export function isLesson(path: string, files: FileIndex): boolean {
  if (showsHow.test(path)) return true;
  const folder = folderOf(path);
  const base = path.slice(folder === '' ? 0 : folder.length + 1);
  if (!numbered.test(base)) return false;
  const prefix = folder === '' ? '' : `${folder}/`;
  let lessons = 0;
  for (const each of files.paths) {
    if (each.startsWith(prefix) && !each.slice(prefix.length).includes('/') && numbered.test(each.slice(prefix.length))) lessons++;
    if (lessons >= collectionMin) return true;
  }
  return false;
}

/** An image of its own in the same folder: the script is deployed and runs on, rather than being run once by a pipeline. */
export function hasOwnImage(path: string, files: FileIndex): boolean {
  const folder = folderOf(path);
  const prefix = folder === '' ? '' : `${folder}/`;
  return folder !== '' && files.has(`${prefix}Dockerfile`);
}
