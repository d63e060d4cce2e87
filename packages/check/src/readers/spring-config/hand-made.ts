import type { FileIndex } from '../reader.ts';
import { moduleRootOf } from './module.ts';

const made = /new\s+Hikari(?:Config|DataSource)\s*\(|DataSourceBuilder\s*\.\s*create|new\s+(?:BasicDataSource|DruidDataSource|PGSimpleDataSource|DriverManagerDataSource)\s*\(/;

const answers = new WeakMap<FileIndex, Map<string, boolean>>();

/** A DataSource bean made in code replaces the one that Spring would open from its configuration. */
export function dataSourceMadeInCode(root: string, files: FileIndex): boolean {
  const known = answers.get(files) ?? new Map<string, boolean>();
  answers.set(files, known);
  const before = known.get(root);
  if (before !== undefined) return before;
  const main = root === '' ? 'src/main/' : `${root}/src/main/`;
  const found = files.paths.some((path) => path.startsWith(main) && /\.(java|kt)$/.test(path) && moduleRootOf(path, files) === root && made.test(files.text(path) ?? ''));
  known.set(root, found);
  return found;
}
