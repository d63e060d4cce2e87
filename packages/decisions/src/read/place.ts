const folders = /(?:^|\/)(?:\.?adrs?|decisions?|decision[-_ ]?(?:records?|log)|(?:architecture|architectural)[-_ ]?(?:decisions?|decision[-_ ]?records?))(?=\/)/i;
const names = /^(?:adr[-_ ]?\d{1,5}(?:[-_ .]|$)|\d{3,5}[-_ ]|\d{8}[-_ ]|\d{4}-\d{2}(?:-\d{2})?[-_ ])/i;
const page = /\.(?:md|markdown)$/i;

export function isPage(path: string): boolean {
  return page.test(path);
}

/** By the name of a folder above it, or below the one that the contract names. */
export function inDecisionFolder(path: string, declared: string | null = null): boolean {
  return folders.test(path) || (declared !== null && path.startsWith(`${declared.replace(/\/$/, '')}/`));
}

/** Named as records are: `0012-…`, `ADR-7-…`, `20260301-…`, `2026-03-01-…`. */
export function isNumbered(path: string): boolean {
  return names.test(baseName(path));
}

/** A page about a folder of records: README, index, or named like its folder. */
export function isIndexPage(path: string): boolean {
  const base = baseName(path).replace(page, '').toLowerCase();
  const folder = path.split('/').at(-2)?.toLowerCase();
  return /^(?:readme|index|_index|summary|overview|contributing|changelog)$/.test(base) || (base === folder && !/\d/.test(base));
}

/** `template.md`, `0000-adr-template.md`, `NNNN-title.md`. A record may be about templates: `014-project-templates.md` is none. */
export function isTemplateName(path: string): boolean {
  if (/^(?:adr[-_ ]?)?0*[1-9]\d{0,4}[-_. ]/i.test(baseName(path))) return false;
  return /(?:^|[-_. ])(?:template|vorlage)s?(?:[-_. ]|$)/i.test(baseName(path).replace(page, '')) || /^(?:adr[-_])?(?:nnn+|xxx+)(?:[-_.]|$)/i.test(baseName(path));
}

/** `0012`, `7`, `2026-03-01`; null for a file without either. */
export function numberOf(path: string, title: string): string | null {
  const base = baseName(path);
  const dated = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(base) ?? /^(\d{4})-(\d{2})(?=-)/.exec(base);
  if (dated) return dated.slice(1).join('-');
  return /^(?:adr[-_ ]?)?(\d{1,5})(?=[-_ .])/i.exec(base)?.[1] ?? /^(?:adr[-_ #]*)?(\d{1,5})[.:)\s-]/i.exec(title)?.[1] ?? null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
