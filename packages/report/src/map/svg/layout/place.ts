import type { Hop, Part, Zone } from '../picture.ts';
import { fitWidth, textWidth } from '../text-width.ts';

/** Where everything stands, in pixels from the top left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly isDense: boolean; // parts are names only
  readonly parts: readonly PlacedPart[];
  readonly zones: readonly (Box & { readonly zone: Zone; readonly lines: readonly string[] })[];
  readonly hops: readonly PlacedHop[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedPart extends Box {
  readonly part: Part;
  readonly lines: readonly string[]; // as they fit
  readonly rows: readonly { readonly hop: Hop; readonly to: string; readonly y: number }[]; // what goes out of it, `y` is the middle of the row
}

export interface PlacedHop {
  readonly hop: Hop;
  readonly points: readonly Point[];
}

/** Font sizes, of names as wide as their bold letters run, and distances, in pixels. */
export const metrics = { name: 14.9, line: 12, lineHeight: 16, padding: 12, icon: 23, head: 30, foot: 10, row: 18, rowsGap: 7, corner: 8, mark: 50, between: 14 } as const;

export const gap = 20;

const widths = { least: 150, most: 256, withRows: 340, users: 92, nameOfRow: 132 } as const;

/** The words at the end of a row, `http ×3, timeout 300ms`; where there is little room, what it is gives way to what ends it. */
export function saidOf({ lines }: Hop, room: number = Infinity): string {
  const [what = '', ...ends] = lines;
  const end = ends.map((line) => `, ${line}`).join('');
  return `${fitWidth(what, metrics.line, room - textWidth(end, metrics.line))}${end}`;
}

/** A part before it has a place. All of one kind are as wide as the widest of them, so that columns have edges. */
export interface Sized {
  readonly part: Part;
  readonly lines: readonly string[];
  readonly out: readonly Hop[];
  readonly width: number;
  readonly height: number;
}

export function sized(parts: readonly Part[], hops: readonly Hop[]): ReadonlyMap<string, Sized> {
  const names = new Map(parts.map(({ key, name }) => [key, name]));
  const outOf = new Map(parts.map(({ key }) => [key, hops.filter(({ from, lines }) => from === key && lines.length > 0)]));
  const own = (part: Part): readonly Hop[] => outOf.get(part.key) ?? [];
  const plain = widest(parts.filter((part) => own(part).length === 0).map(headWidth), widths.most);
  const rowed = widest(
    parts.flatMap((part) =>
      own(part).map((hop) => Math.min(widths.nameOfRow, textWidth(names.get(hop.to) ?? '', metrics.line)) + metrics.between + textWidth(saidOf(hop), metrics.line) + 2 * metrics.padding),
    ),
    widths.withRows,
  );
  return new Map(
    parts.map((part) => {
      const out = own(part);
      const width = part.kind === 'users' ? widths.users : out.length > 0 ? Math.max(rowed, Math.min(plain, widths.most)) : plain;
      const lines = filled(part.lines, width - 2 * metrics.padding);
      const rows = out.length === 0 ? 0 : metrics.rowsGap + out.length * metrics.row;
      return [part.key, { part, lines, out, width, height: metrics.head + lines.length * metrics.lineHeight + metrics.foot + rows }];
    }),
  );
}

function headWidth({ name, lines }: Part): number {
  return Math.max(textWidth(name, metrics.name) + metrics.icon + metrics.mark, ...lines.map((line) => textWidth(line, metrics.line))) + 2 * metrics.padding;
}

function widest(all: readonly number[], most: number): number {
  return Math.min(most, Math.max(widths.least, ...all.map(Math.ceil)));
}

/** Short lines stand in one as long as they fit. */
export function filled(lines: readonly string[], room: number): readonly string[] {
  const all: string[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    const both = `${last ?? ''} · ${line}`;
    if (last !== undefined && textWidth(both, metrics.line) <= room) all[all.length - 1] = both;
    else all.push(line);
  }
  return all;
}

/** Parts in rows of columns, each row as high as its highest. */
export function inRows(parts: readonly Sized[], { top, columns }: { readonly top: number; readonly columns: number }): readonly PlacedPart[] {
  let y = top;
  const placed: PlacedPart[] = [];
  for (let start = 0; start < parts.length; start += columns) {
    let x = 8;
    let tallest = 0;
    for (const { part, lines, width, height } of parts.slice(start, start + columns)) {
      placed.push({ part, lines, rows: [], x, y, width, height });
      x += width + gap;
      tallest = Math.max(tallest, height);
    }
    y += tallest + gap;
  }
  return placed;
}
