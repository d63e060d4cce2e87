import { compilePattern } from '../regex/compile.ts';
import { maximumSearchSteps, search } from '../regex/run.ts';

const token = /\*\*\/|\*\*|\*|\?|\[[^\]]*\]|[{},]|\\?[\s\S]/g;

/** Glob patterns of `fileset`: `*`, `**`, `?`, `[…]` and `{a,b}`. */
export function globPattern(pattern: string): (path: string) => boolean {
  let open = 0;
  const source = (pattern.match(token) ?? []).map((part) => {
    if (part === '{') open += 1;
    if (part === '}' && open === 0) return '\\}';
    if (part === '}') open -= 1;
    return part === ',' && open === 0 ? ',' : translate(part);
  });
  const program = compilePattern(`^${source.join('')}${')'.repeat(open)}$`);
  if ('rejected' in program) return () => false;
  return (path) => Array.isArray(search(program, path, 0, { left: maximumSearchSteps }));
}

function translate(part: string): string {
  switch (part) {
    case '**/':
      return '(?:[^/]+/)*';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    case '{':
      return '(?:';
    case '}':
      return ')';
    case ',':
      return '|';
    default:
      return part.length > 1 && part.startsWith('[') ? part.replace('[!', '[^') : part.replace(/^\\(?=.)/, '').replace(/[.+^$()|[\]\\]/, '\\$&');
  }
}
