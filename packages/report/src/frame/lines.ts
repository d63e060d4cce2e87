export type LineOf = (file: string, line: number) => string | undefined;

/** Lines of the files that a report shows; each file is split once. */
export function lineReader(textOf: (file: string) => string | undefined): LineOf {
  const known = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const earlier = known.get(file);
    if (earlier) return earlier;
    const lines = textOf(file)?.split(/\r?\n/) ?? [];
    known.set(file, lines);
    return lines;
  };
  return (file, line) => linesOf(file)[line - 1];
}
