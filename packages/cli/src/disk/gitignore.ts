/**
 * Patterns of a .gitignore (https://git-scm.com/docs/gitignore), matched without backtracking: a repository is read before anybody
 * trusts it, and a regular expression made of `*a*a*a*a*a*` needs minutes for one long name.
 */
export interface Ignoring {
  readonly ignored: boolean;
  readonly unignored: boolean; // a `!pattern` takes it back
}

interface Pattern {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  readonly segments: readonly Segment[];
}

/** The characters and wildcards of one name, or `**`. */
type Segment = readonly string[] | '**';

const neither: Ignoring = { ignored: false, unignored: false };

/** Reads the patterns; the function takes a path below the file's folder, a folder with `/` at its end. */
export function gitignore(text: string): (path: string) => Ignoring {
  const patterns = text.split(/\r?\n/).flatMap(patternOf);
  return (path) => {
    const isFolder = path.endsWith('/');
    const segments = (isFolder ? path.slice(0, -1) : path).split('/');
    // What lies in an ignored folder cannot be taken back.
    for (let depth = 1; depth < segments.length; depth++) {
      const above = lastMatch(patterns, segments.slice(0, depth), true);
      if (above.ignored) return above;
    }
    return lastMatch(patterns, segments, isFolder);
  };
}

function patternOf(line: string): readonly Pattern[] {
  if (line.startsWith('#')) return [];
  let rest = withoutTrailingBlanks(line);
  const negated = rest.startsWith('!');
  if (negated) rest = rest.slice(1);
  const folderOnly = rest.endsWith('/');
  if (folderOnly) rest = rest.slice(0, -1);
  if (rest === '' || rest === '/') return [];
  const anchored = rest.includes('/');
  const names = rest.replace(/^\//, '').split('/');
  const segments = names.map((name): Segment => (name === '**' ? '**' : tokensOf(name)));
  if (segments.length > 1 && segments.at(-1) === '**') segments.push(['*']); // everything inside, not the folder itself
  return [{ negated, folderOnly, segments: anchored ? segments : ['**', ...segments] }];
}

function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t') && line[end - 2] !== '\\') end--;
  return line.slice(0, end);
}

function lastMatch(patterns: readonly Pattern[], path: readonly string[], isFolder: boolean): Ignoring {
  const found = patterns.findLast((pattern) => (isFolder || !pattern.folderOnly) && matchesPath(pattern.segments, path));
  if (!found) return neither;
  return { ignored: !found.negated, unignored: found.negated };
}

/** `**` stands for any number of folders. */
function matchesPath(pattern: readonly Segment[], path: readonly string[]): boolean {
  return matchesList(
    pattern,
    path,
    (segment) => segment === '**',
    (segment, name) => matchesList(segment as readonly string[], [...name], (token) => token === '*', matchesCharacter),
  );
}

/** Wildcards matched greedily, going back to the last one only: as it may grow, no earlier one needs to. */
function matchesList<P, T>(pattern: readonly P[], list: readonly T[], isMany: (part: P) => boolean, matchesOne: (part: P, item: T) => boolean): boolean {
  let at = 0;
  let many = -1;
  let resume = 0;
  for (let position = 0; position < list.length;) {
    const part = pattern[at];
    if (part !== undefined && isMany(part)) {
      many = at++;
      resume = position;
    } else if (part !== undefined && matchesOne(part, list[position] as T)) {
      at++;
      position++;
    } else if (many >= 0) {
      at = many + 1;
      position = ++resume;
    } else return false;
  }
  while (at < pattern.length && isMany(pattern[at] as P)) at++;
  return at === pattern.length;
}

/** `*`, `?`, a class such as `[a-z]`, or one character. */
function tokensOf(pattern: string): readonly string[] {
  const tokens: string[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (character === '\\' && index + 1 < characters.length) tokens.push(`\\${characters[++index] ?? ''}`);
    else if (character === '[') {
      const close = characters.indexOf(']', /[!^]/.test(characters[index + 1] ?? '') ? index + 3 : index + 2);
      if (close < 0) tokens.push('\\[');
      else {
        tokens.push(characters.slice(index, close + 1).join(''));
        index = close;
      }
    } else tokens.push(character === '?' ? '?' : `\\${character}`);
  }
  return tokens;
}

function matchesCharacter(token: string, character: string): boolean {
  if (token === '?') return true;
  if (token.startsWith('\\')) return token.slice(1) === character;
  const members = Array.from(token.slice(1, -1));
  const negated = members[0] === '!' || members[0] === '^';
  for (let index = negated ? 1 : 0; index < members.length; index++) {
    const from = members[index] ?? '';
    const to = members[index + 1] === '-' ? members[index + 2] : undefined;
    if (to !== undefined) index += 2;
    if (character >= from && character <= (to ?? from)) return !negated;
  }
  return negated;
}
