import { isDocumentPath } from './document.ts';

const dataFile = /\.(ya?ml|json)$/i;
const tools = ['openslo/v1', 'sloth.slok.dev/', 'prometheus/v1', 'pyrra.dev/'];

/** Whether a file is worth parsing: a cheap look at its path and for words that every shape has. */
export function mayBeSlo(path: string, text: string): boolean {
  if (isDocumentPath(path)) return text.includes('|');
  return dataFile.test(path) && (hasSlos(text) || tools.some((tool) => text.includes(tool)));
}

/** `slos:` or `"slos":` as a key. */
export function hasSlos(text: string): boolean {
  return text.includes('slos:') || text.includes('slos"') || text.includes("slos'");
}
