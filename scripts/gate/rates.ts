import { clopperPearson, designEffect } from '@plimsoll/gate/statistics';

/** How often something happened, counted apart for each cluster (a benchmark, a series), since trials of one cluster are alike. */
export interface Rate {
  add(cluster: string, happened: boolean): void;
  /** A cell that is no rate. */
  note(text: string): void;
  say(): string;
}

export function rate(): Rate {
  const clusters = new Map<string, { count: number; of: number }>();
  let noted: string | null = null;
  return {
    note(text) {
      noted = text;
    },
    add(cluster, happened) {
      const own = clusters.get(cluster) ?? { count: 0, of: 0 };
      clusters.set(cluster, own);
      own.of++;
      if (happened) own.count++;
    },
    say() {
      if (noted !== null) return noted;
      const all = [...clusters.values()];
      const [count, of] = [all.reduce((sum, each) => sum + each.count, 0), all.reduce((sum, each) => sum + each.of, 0)];
      const effect = designEffect(all);
      const { low, high } = clopperPearson(count / effect, of / effect, 0.975); // both bounds together: 95 %
      return of === 0 ? 'none' : `${percent(count / of)} (${percent(low)}–${percent(high)})`;
    },
  };
}

/** Rates in a table: one row for each rule, one column for each effect. A cell that nothing was added to is empty. */
export function rateTable(): { readonly at: (row: string, column: string) => Rate; readonly markdown: (head: string) => string } {
  const rows = new Map<string, Map<string, Rate>>();
  const columns = new Set<string>();
  return {
    at(row, column) {
      columns.add(column);
      const own = rows.get(row) ?? new Map<string, Rate>();
      rows.set(row, own);
      const cell = own.get(column) ?? rate();
      own.set(column, cell);
      return cell;
    },
    markdown(head) {
      const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
      const body = [...rows].map(([name, cells]) => line([name, ...[...columns].map((column) => cells.get(column)?.say() ?? '')]));
      return [line([head, ...columns]), line(['---', ...[...columns].map(() => '---:')]), ...body].join('\n');
    },
  };
}

export function effectName(effect: number): string {
  return effect === 0 ? 'unchanged' : `+${Math.round(effect * 100)} %`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;
}
