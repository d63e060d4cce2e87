import type { Source } from '@plimsoll/contract';

/** Where a name is published, wildcards included: `*.harbour.example` publishes `tariffs.harbour.example`. */
export function publishedAt(host: string, names: readonly { readonly name: string; readonly source: Source }[]): Source | null {
  const plain = host.toLowerCase();
  return names.find(({ name }) => name.toLowerCase() === plain || (name.startsWith('*.') && plain.slice(plain.indexOf('.')) === name.slice(1).toLowerCase()))?.source ?? null;
}
