import type { CodeFact } from '../../facts/code.ts';
import type { Reader } from '../reader.ts';
import { readManifest } from './modules/packages.ts';
import { placesIn } from './syntax/lines.ts';
import type { PlaceOf } from './syntax/lines.ts';

/** package.json: its name, what it depends on in production, and its scripts. */
export const packageJsonReader: Reader<CodeFact> = {
  name: 'package-json',
  claims: (path) => path === 'package.json' || path.endsWith('/package.json'),

  read(file) {
    const manifest = readManifest(file.path, file.text);
    if (!manifest) return { facts: [], unread: [{ file: file.path, ...faultIn(file.text) }] };
    const placeOf = placesIn(file.path, file.text);
    const placeOfScript = scriptsIn(file.text, placeOf);
    const scripts = Object.entries(manifest.scripts).map(([name, command]): CodeFact => ({
      kind: 'npm-script',
      name,
      command,
      folder: manifest.folder,
      source: placeOfScript(name),
    }));
    const server = nextServer(manifest.dependencies, manifest.scripts, placeOfScript);
    return {
      facts: [{ kind: 'package', name: manifest.name, folder: manifest.folder, dependencies: manifest.dependencies, source: placeOf(0, file.text.length) }, ...scripts, ...server],
      unread: [],
    };
  },
};

function faultIn(text: string): { line: number; message: string } {
  const left = 'its scripts and dependencies were not read';
  try {
    JSON.parse(text);
    return { line: 1, message: `is not a JSON object: write { "name": … }; ${left}` };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    const at = /at position (\d+)/.exec(says)?.[1];
    const line = text
      .slice(0, at === undefined ? text.length : Number(at))
      .trimEnd()
      .split('\n').length;
    return { line, message: `is not valid JSON: ${says.replace(/, .* is not valid JSON$| in JSON at position .*$/s, '')}; ${left}` };
  }
}

/** A framework that brings its own server: the dependency and a script such as `next start` (or a standalone build), `fastify start`. */
function nextServer(dependencies: Readonly<Record<string, string>>, scripts: Readonly<Record<string, string>>, placeOf: (name: string) => ReturnType<PlaceOf>): CodeFact[] {
  for (const framework of ['next', 'nuxt', 'astro']) {
    if (!(framework in dependencies)) continue;
    const script = Object.entries(scripts).find(([, command]) => new RegExp(`\\b${framework} (?:start|build)\\b`).test(command));
    if (script) return [{ kind: 'entry-point', role: 'server', framework, source: placeOf(script[0]), within: null, queue: null, guard: null }];
  }
  const cli = 'fastify-cli' in dependencies ? Object.entries(scripts).find(([name, command]) => name.startsWith('start') && /\bfastify start\b/.test(command)) : undefined;
  return cli ? [{ kind: 'entry-point', role: 'server', framework: 'fastify', source: placeOf(cli[0]), within: null, queue: null, guard: null }] : [];
}

/** The entries `"name": "command"` behind "scripts", as far as text search can tell. */
function scriptsIn(text: string, placeOf: PlaceOf): (name: string) => ReturnType<PlaceOf> {
  const found = new Map<string, { readonly start: number; readonly end: number }>();
  const entry = /("(?:[^"\\]|\\.)*")\s*:\s*"(?:[^"\\]|\\.)*"/g;
  entry.lastIndex = Math.max(0, text.indexOf('"scripts"') + 9);
  for (let match = entry.exec(text); match; match = entry.exec(text)) {
    const key = match[1] ?? '';
    if (!found.has(key)) found.set(key, { start: match.index, end: entry.lastIndex });
  }
  return (name) => {
    const place = found.get(JSON.stringify(name));
    return place ? placeOf(place.start, place.end) : placeOf(0, 0);
  };
}
