import type { CodeFact } from '../../facts/code.ts';
import { stated } from '../../model/known.ts';
import type { Reader } from '../reader.ts';
import { readEnvironmentFile } from './extract.ts';

/** .env files: one configuration entry per variable, with the profile that the file's name says (.env.production → production). */
export const envFileReader: Reader<CodeFact> = {
  name: 'env-file',
  claims: (path) => isEnvironmentFile(path),

  read(file) {
    const { entries, unread } = readEnvironmentFile(file.path, file.text);
    const profile = profileOf(file.path);
    const facts = entries.map((entry): CodeFact => ({
      kind: 'config-entry',
      key: entry.name,
      value: { value: stated(entry.value, entry.source, entry.says), variables: [] },
      profile,
      source: entry.source,
    }));
    return { facts, unread };
  },
};

const samples: ReadonlySet<string> = new Set(['example', 'sample', 'template', 'dist', 'defaults', 'default', 'tpl']);

function isEnvironmentFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^\.env(?:\.[\w-]+)*$/.test(name) || /^[\w-]+\.env(?:\.(?:example|sample|template|dist))?$/.test(name) || /^env\.(?:example|sample|template)$/.test(name);
}

/** `example` for a sample file: nobody runs with it unchanged. */
function profileOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const parts = name.split('.').filter((part) => part !== '' && part !== 'env');
  if (parts.some((part) => samples.has(part.toLowerCase()))) return 'example';
  return parts.find((part) => part !== 'local') ?? (parts.includes('local') ? 'local' : null);
}
