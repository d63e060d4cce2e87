export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
}

/** Cuts a stream at `---` lines. A `---` inside a block scalar is indented, so a marker at column one is always a boundary. */
export function splitDocuments(text: string): readonly DocumentText[] {
  const parts: DocumentText[] = [];
  let start = 0;
  let firstLine = 1;
  let line = 1;
  let position = 0;
  while (position < text.length) {
    const newline = text.indexOf('\n', position);
    const end = newline === -1 ? text.length : newline + 1;
    if (isBoundary(text, position)) {
      if (position > start) parts.push({ text: text.slice(start, position), firstLine });
      const contentOnMarkerLine =
        text
          .slice(position + 3, end)
          .replace(/#.*/, '')
          .trim() !== '';
      start = contentOnMarkerLine ? position : end;
      firstLine = contentOnMarkerLine ? line : line + 1;
    }
    position = end;
    line++;
  }
  if (start < text.length) parts.push({ text: text.slice(start), firstLine });
  return parts;
}

function isBoundary(text: string, position: number): boolean {
  if (!text.startsWith('---', position) && !text.startsWith('...', position)) return false;
  const after = text.charCodeAt(position + 3);
  return Number.isNaN(after) || after === 32 || after === 9 || after === 10 || after === 13;
}
