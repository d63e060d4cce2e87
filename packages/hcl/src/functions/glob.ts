import { compilePattern } from '../regex/compile.ts';
import { maximumSearchSteps, search } from '../regex/run.ts';

const token = /\*\*\/|\*\*|\*|\?|\[[^\]]*\]|[{},]|\\?[\s\S]/g;

/** Glob patterns of `fileset`: `*`, `**`, `?`, `[…]` and `{a,b}`. Undefined where a bracket is not closed. */
export function globPattern(pattern: string): ((path: string) => boolean) | undefined {
  let open = 0;
  const parts: readonly string[] = pattern.match(token) ?? [];
  if (parts.includes('[')) return undefined;
  const source = parts.map((part) => {
    if (part === '{') open += 1;
    if (part === '}' && open === 0) return '\\}';
    if (part === '}') open -= 1;
    return part === ',' && open === 0 ? ',' : translate(part);
  });
  if (open > 0) return undefined;
  const program = compilePattern(`^${source.join('')}$`);
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
