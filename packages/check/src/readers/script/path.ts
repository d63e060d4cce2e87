/** Joins and normalises below the scan root; null when the path leaves it or is absolute elsewhere. The root itself is ''. */
export function resolvePath(folder: string, path: string): string | null {
  if (path.startsWith('~') || path.includes('\0')) return null;
  const from = path.startsWith('/') ? null : folder;
  if (from === null) return null;
  const parts: string[] = from === '' ? [] : from.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

const globMatchesMax = 60;

/** Files that a shell pattern names, below `folder`. `**` spans folders. */
export function filesMatching(pattern: string, folder: string, paths: readonly string[]): readonly string[] {
  const whole = resolvePath(folder, pattern);
  if (whole === null || whole.length > 300) return [];
  let source = '';
  for (let at = 0; at < whole.length; at++) {
    const char = whole[at] ?? '';
    if (whole.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (char === '*') {
      source += '[^/]*';
      while (whole[at + 1] === '*') at++;
    } else source += char === '?' ? '[^/]' : char.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  const stars = whole.split('*').length - 1;
  if (stars > 6) return [];
  const expression = new RegExp(`^${source}$`);
  const found: string[] = [];
  for (const path of paths) {
    if (path.length < 400 && expression.test(path)) found.push(path);
    if (found.length >= globMatchesMax) break;
  }
  return found;
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
