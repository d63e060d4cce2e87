import type { Criteria } from '@plimsoll/contract';
import type { LoadTick } from '@plimsoll/gate/load';
import { loadTickLine, loadTickScreen } from '@plimsoll/report';
import type { TickLimit } from '@plimsoll/report';
import type { Terminal } from '../terminal/terminal.ts';

/** Shows a load while it runs: a view that is drawn again each second, or a line every five where nobody watches. */
export interface LiveView {
  readonly onTick: (tick: LoadTick) => void;
  readonly end: () => void;
}

const everyTicks = 5;
const kept = 120;

export function liveView(terminal: Terminal, criteria: Criteria, quiet: boolean): LiveView {
  if (quiet) return { onTick: () => {}, end: () => {} };
  const limits = criteria.flatMap(({ name, metric }): readonly TickLimit[] => {
    const quantile = ([0.5, 0.95, 0.99] as const).find((each) => metric.kind === 'latency' && each === metric.quantile);
    return metric.kind === 'latency' && quantile !== undefined ? [{ name, quantile, limitMs: metric.limitMs }] : [];
  });
  let ticks: readonly LoadTick[] = [];
  let drawn = 0;
  const back = (): string => (drawn === 0 ? '' : `\u{1b}[${drawn}A\r\u{1b}[J`);
  return {
    onTick: (tick) => {
      ticks = [...ticks, tick].slice(-kept);
      if (!terminal.interactive) {
        if (Math.round(tick.atMs / 1000) % everyTicks === 0) terminal.err(loadTickLine(tick));
        return;
      }
      const screen = loadTickScreen(ticks, limits, { columns: terminal.columns, colour: terminal.colour });
      terminal.err(`${back()}${screen}`);
      drawn = screen.split('\n').length - 1;
    },
    end: () => {
      terminal.err(back());
      drawn = 0;
    },
  };
}

/** Ctrl-C ends a load politely: what was measured until then is shown and kept. A second one ends at once. */
export function untilInterrupted(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
