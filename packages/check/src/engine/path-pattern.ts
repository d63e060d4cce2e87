/**
 * Whether a path is named by a file, a folder above it, or a pattern: `*` stands for characters of one name, `**` for any number of
 * folders. Matched without backtracking further than to the last wildcard.
 */
export function isNamed(pattern: string, path: string): boolean {
  const wanted = pattern.split('/').filter((name, index) => name !== '' && !(name === '.' && index === 0));
  const names = path.split('/');
  if (wanted.length === 0) return false;
  return matches(
    [...wanted, '**'],
    names,
    (name) => name === '**',
    (name, actual) => matches([...name], [...actual], (character) => character === '*', Object.is),
  );
}

function matches(pattern: readonly string[], list: readonly string[], isMany: (part: string) => boolean, matchesOne: (part: string, item: string) => boolean): boolean {
  let at = 0;
  let many = -1;
  let resume = 0;
  for (let position = 0; position < list.length;) {
    const part = pattern[at];
    const item = list[position] ?? '';
    if (part !== undefined && isMany(part)) {
      many = at++;
      resume = position;
    } else if (part !== undefined && matchesOne(part, item)) {
      at++;
      position++;
    } else if (many >= 0) {
      at = many + 1;
      position = ++resume;
    } else return false;
  }
  return pattern.slice(at).every(isMany);
}
