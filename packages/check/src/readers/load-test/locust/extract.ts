import { folderOf } from '@plimsoll/contract';
import type { LoadTest } from '../../../facts/index.ts';
import { stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex, ReaderResult, SourceText } from '../../reader.ts';
import { child, childrenIn, descendants, lazyGrammar, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import type { LazyGrammar, SyntaxNode } from '../../syntax/index.ts';
import { hasOwnImage, isLesson } from '../purpose.ts';
import { criteriaIn } from './criteria.ts';
import { loadOf } from './load.ts';

export const python: LazyGrammar = lazyGrammar('python');

const users: ReadonlySet<string> = new Set(['User', 'HttpUser', 'FastHttpUser', 'HttpLocust', 'FastHttpLocust', 'ContribFastHttpUser']);

/** A file with a class of Locust users that can be started: derived from one of Locust's own, or named `…User` in a file that imports Locust. */
export function extractLocust(file: SourceText, files: FileIndex): ReaderResult<LoadTest> {
  if (!/^\s*(?:from\s+locust[.\s]|import\s+locust)/m.test(file.text)) return { facts: [], unread: [] };
  const { tree, unread } = python.parse(file);
  if (!tree) return { facts: [], unread };
  const classes = descendants(tree.root, 'class_definition').filter(isUser);
  const [first] = classes;
  if (!first) return { facts: [], unread };
  const criteria = criteriaIn(tree.root);
  const name = child(first, 'name') ?? first;
  const elsewhere = criteria.length === 0 ? setsExitCode(tree.root, file.path, files) : null;
  const fact: LoadTest = {
    kind: 'load-test',
    tool: 'locust',
    file: file.path,
    source: sourceOf(name),
    purpose: isLesson(file.path, files) ? 'example' : criteria.length === 0 && elsewhere === null && hasOwnImage(file.path, files) ? 'traffic-generator' : 'load-test',
    criteria,
    criteriaKnown:
      elsewhere === null
        ? stated(criteria.length > 0, criteria[0]?.source ?? sourceOf(name), criteria[0]?.says ?? 'no listener sets process_exit_code')
        : unknown(`${elsewhere} sets the exit code`, { cause: 'not-supported-yet', what: `the conditions in ${elsewhere}` }, { source: sourceOf(name) }),
    load: loadOf(tree.root, file.path, files),
    targets: classes.flatMap(hostOf),
  };
  return { facts: [fact], unread };
}

function isUser(node: SyntaxNode): boolean {
  const bases = child(node, 'superclasses');
  const isBase = bases !== null && namedChildren(bases).some((base) => users.has(textOf(base).split('.').pop() ?? '') || textOf(base).endsWith('User'));
  return isBase && !isAbstract(node);
}

/** `abstract = True`: a base of users, started by nobody. A class without any task that others derive from is not told apart. */
function isAbstract(node: SyntaxNode): boolean {
  return assignmentsIn(node).some(({ name, value }) => name === 'abstract' && value !== null && textOf(value) === 'True');
}

function hostOf(node: SyntaxNode): readonly Known<string>[] {
  return assignmentsIn(node).flatMap(({ name, value }): readonly Known<string>[] => {
    if (name !== 'host' || value === null) return [];
    const text = /^(['"])([^'"\\]*)\1$/.exec(textOf(value))?.[2];
    if (text !== undefined) return [stated(text, sourceOf(value), `host = ${textOf(value)}`)];
    return [unknown('the host is computed when the test starts', { cause: 'no-value-given', what: textOf(value).slice(0, 80) }, { source: sourceOf(value) })];
  });
}

function assignmentsIn(node: SyntaxNode): readonly { readonly name: string; readonly value: SyntaxNode | null }[] {
  const body = child(node, 'body');
  if (!body) return [];
  return namedChildren(body)
    .flatMap((statement) => (statement.type === 'expression_statement' ? namedChildren(statement) : []))
    .filter((each) => each.type === 'assignment')
    .map((each) => ({ name: textOf(childrenIn(each, 'left')[0] ?? each), value: child(each, 'right') }));
}

/** A module of this repository that the file imports and that sets Locust's exit code. */
function setsExitCode(root: SyntaxNode, path: string, files: FileIndex): string | null {
  for (const node of descendants(root, 'import_statement', 'import_from_statement')) {
    for (const name of descendants(node, 'dotted_name')) {
      const module = textOf(name).replaceAll('.', '/');
      for (const folder of [folderOf(path), '']) {
        const file = folder === '' ? `${module}.py` : `${folder}/${module}.py`;
        if (file !== path && files.has(file) && /\bprocess_exit_code\b/.test(files.text(file) ?? '')) return file;
      }
    }
  }
  return null;
}
