/** Values by name: shell and workflow variables as `NAME`, GitHub contexts as `inputs.name`, `matrix.name`. */
export type Variables = ReadonlyMap<string, string>;

const lengthMax = 4_000;

/** Replaces what is known; what is not stays as written. */
export function expand(text: string, variables: Variables): string {
  if (!text.includes('$')) return text;
  const known = text
    .replace(/\$\{\{\s*(env|inputs|matrix|vars|github)\.([\w-]+)\s*\}\}/g, (written, context: string, name: string) => {
      return variables.get(context === 'env' ? name : `${context}.${name}`) ?? written;
    })
    .replace(/\$(?:\{(\w+)(?::?[-=]([^}$]*))?\}|(\w+))/g, (written, braced: string | undefined, fallback: string | undefined, plain: string | undefined) => {
      const value = variables.get(braced ?? plain ?? '');
      return value !== undefined && value !== '' ? value : (fallback ?? written);
    });
  return known.length > lengthMax ? text : known;
}

export function isOpen(text: string): boolean {
  return /\$[\w{(]|`/.test(text);
}
