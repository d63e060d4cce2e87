/** What a scaffold writes: paths in the repository and their text. */
export type Scaffold = Readonly<Record<string, string>>;

export function isKebab(name: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name);
}

/** `pool-size-not-set` → `poolSizeNotSet`. */
export function camel(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
