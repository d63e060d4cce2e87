import { lineStartsOf, sourceAt } from '@plimsoll/contract';
import type { Source } from '@plimsoll/contract';
import type { FileIndex } from '../reader.ts';

const readmes = ['README.md', 'readme.md', 'Readme.md', 'README.rst', 'README.adoc', 'README'];

/** The purpose stands at the top; further down a page links to demos and examples of its own. */
const linesMax = 60;

const says: readonly RegExp[] = [
  /\b(?:educational|demonstration|demo|learning|training|teaching|illustration) purposes? only\b/i,
  /\bnot (?:(?:intended|meant|suitable|recommended|ready|designed) )?(?:for|to be used in) (?:use in )?(?:a )?production\b/i,
  /\b(?:entered|is in|now in) maintenance mode\b/i,
  /\b(?:project|repository|repo) (?:is|has been|was) (?:now )?(?:archived|deprecated)\b/i,
  /\bno longer (?:actively )?(?:maintained|developed)\b/i,
  // "This is a sample application", "X is a sample HTTP-based web app", "A Benchmark Microservice System"
  /\b(?:this|(?:is|:|：) ?an?)(?: [\w-]+){0,3} (?:sample|demo|benchmark|example|reference)\b(?: [\w-]+){0,3} (?:app|application|system|project|store|shop|website)\b/i,
  /^#\s*\[?deprecated\b(?:\]|\s*[:!–—-]|\s*$)|^#\s.*[([]deprecated[)\]]/i, // the title, not a chapter on what is deprecated
  /^#.*\b(?:demo|sample)(?: app(?:lication)?)?\s*$/i,
  /\bapp(?:lication)?,? used for demonstrations?\b/i,
];

/** Where the repository says of itself that it is a sample or is no longer maintained; nobody runs it in production, or not for long. */
export function notForProduction(files: FileIndex): Source | null {
  const file = readmes.find((name) => files.has(name));
  const text = file === undefined ? undefined : files.text(file);
  if (file === undefined || text === undefined) return null;
  const starts = lineStartsOf(text);
  for (const [index, line] of text.split('\n', linesMax).entries()) {
    const plain = line.replaceAll(/[*_`]/g, '').slice(0, 1000); // emphasis stands between words
    const hit = says.map((pattern) => pattern.exec(plain)).find((match) => match !== null);
    if (hit) return sourceAt(file, starts, starts[index] ?? 0, (starts[index] ?? 0) + line.trimEnd().length);
  }
  return null;
}
