/** Splits chunks into lines (LF or CRLF) without holding more than one of them. `line` counts from 1; `last` is told without its end. */
export function lineSplitter(
  onLine: (text: string, line: number, complete: boolean) => void,
  tooLong: (line: number) => void,
): { readonly write: (chunk: Uint8Array) => void; readonly end: () => void } {
  const decoder = new TextDecoder();
  let [rest, line, skipping] = ['', 0, false];
  return {
    write(chunk) {
      const text = rest + decoder.decode(chunk, { stream: true });
      let from = 0;
      for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
        line++;
        if (skipping) skipping = false;
        else onLine(clean(text.slice(from, to), line), line, true);
        from = to + 1;
      }
      rest = text.slice(from);
      if (rest.length <= lineMax) return;
      if (!skipping) tooLong(line + 1);
      skipping = true;
      rest = '';
    },
    end() {
      const text = rest + decoder.decode();
      if (text !== '' && !skipping) onLine(clean(text, line + 1), line + 1, false);
    },
  };
}

const lineMax = 8_000_000; // characters; longer ones are no line of a result

function clean(text: string, line: number): string {
  const unmarked = line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  return unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked;
}

/** The fields of one CSV record (RFC 4180); null when a quote is left open. A line break within quotes is not supported by these formats' writers' headers. */
export function csvFields(text: string, delimiter: string = ','): string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let value = '';
      for (at++; ; at++) {
        const quote = text.indexOf('"', at);
        if (quote === -1) return null;
        value += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        value += '"';
      }
      const end = text.indexOf(delimiter, at);
      fields.push(value + (end === -1 ? text.slice(at) : text.slice(at, end)));
      if (end === -1) return fields;
      at = end + delimiter.length;
    } else {
      const end = text.indexOf(delimiter, at);
      fields.push(end === -1 ? text.slice(at) : text.slice(at, end));
      if (end === -1) return fields;
      at = end + delimiter.length;
    }
  }
}

/** A finite number written in decimal; null for '', 'NaN', '1,5', '0x10' and the like. */
export function decimal(text: string | undefined): number | null {
  if (text === undefined || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
