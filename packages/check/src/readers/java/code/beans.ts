import type { FileIndex } from '../../reader.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { moduleRootOf } from '../../spring-config/index.ts';
import { annotationNamed } from './annotations.ts';
import { returnedBy } from './scope.ts';
import type { JavaUnit } from './unit.ts';
import { unitAt } from './workspace.ts';

export interface Bean {
  readonly name: string;
  readonly type: string;
  readonly unit: JavaUnit;
  readonly made: SyntaxNode; // what the bean method returns
}

const filesRead = 60;
const beansByModule = new WeakMap<FileIndex, Map<string, readonly Bean[]>>();

/** The one bean of this type that the module's own configuration classes declare; null when there are several or none. */
export function beanOf(unit: JavaUnit, type: string): Bean | null {
  const found = beansOf(unit).filter((bean) => bean.type === type);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function beansOf(unit: JavaUnit): readonly Bean[] {
  const { files } = unit;
  const known = beansByModule.get(files) ?? new Map<string, readonly Bean[]>();
  beansByModule.set(files, known);
  const root = moduleRootOf(unit.path, files);
  if (root === null) return [];
  const before = known.get(root);
  if (before) return before;
  const main = root === '' ? 'src/main/' : `${root}/src/main/`;
  const declaring = files.paths.filter((path) => path.startsWith(main) && path.endsWith('.java') && (files.text(path) ?? '').includes('@Bean'));
  const beans = declaring.slice(0, filesRead).flatMap((path) => beansIn(unitAt(path, files)));
  known.set(root, beans);
  return beans;
}

function beansIn(unit: JavaUnit | null): readonly Bean[] {
  if (!unit) return [];
  return unit.methods.flatMap((method) => {
    const [made] = returnedBy(method);
    return annotationNamed(method.annotations, 'Bean') && made ? [{ name: method.name, type: method.returns, unit, made }] : [];
  });
}
