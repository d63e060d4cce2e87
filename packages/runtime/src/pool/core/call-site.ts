/** Where code asked for a connection. The stack is taken at once and written out only when somebody reads it. */
export interface CallSite {
  /** `handle (/srv/app/src/orders.ts:12:31)`, or a word that says why it is not known. */
  say(): string;
}

const framesMax = 16;
const own = /[/\\]@plimsoll[/\\]runtime[/\\](?:src|dist)[/\\]|[/\\]packages[/\\]runtime[/\\](?:src|dist)[/\\](?!.*\.test\.ts)/;

/** The first frame outside of this package and of `node_modules`, else the first one outside of this package. */
export function callSite(below: (...parameters: never[]) => unknown): CallSite {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = framesMax;
  Error.captureStackTrace(holder, below);
  Error.stackTraceLimit = limit;
  return { say: () => placeIn(holder.stack ?? '') };
}

export const noCallSite: CallSite = { say: () => 'a place that is not recorded (callSites is false)' };

function placeIn(stack: string): string {
  const frames = stack
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .trim()
        .replace(/^at (?:async )?/, '')
        .replace('file://', ''),
    )
    .filter((frame) => !own.test(frame) && !/\(?node:/.test(frame) && !frame.includes('<anonymous>'));
  return frames.find((frame) => !/[/\\]node_modules[/\\]/.test(frame)) ?? frames[0] ?? 'a place outside of any function';
}
