const slices = 10;

/**
 * The outcomes of the last `of` calls, none older than `windowMs`. Counting one is a few writes however many are kept: what is too old goes
 * slice by slice, a tenth of the window at a time, so an outcome is forgotten after nine to ten tenths of it. Nothing runs while idle; time is
 * caught up with at the next call.
 */
export interface OutcomeWindow {
  /** Failed calls among the remembered ones, after this one was counted. */
  record(failed: boolean, nowMs: number): number;
  failures(nowMs: number): number;
  clear(): void;
}

export function createOutcomeWindow(of: number, windowMs: number): OutcomeWindow {
  const sliceMs = windowMs / slices;
  const outcomes = new Uint8Array(of); // ring; 1 is a failure
  const counts = new Uint32Array(slices); // calls per slice, by its number modulo `slices`
  const failed = new Uint32Array(slices);
  let next = 0; // where the next outcome goes
  let size = 0;
  let failures = 0;
  let oldest = 0; // number of the oldest slice that may hold something
  let newest = 0;
  let newestAt = 0; // its place in `counts`, kept as the remainder of a large number is slow

  const clear = (): void => {
    counts.fill(0);
    failed.fill(0);
    next = size = failures = 0;
    oldest = newest;
  };

  const catchUp = (nowMs: number): void => {
    const slice = Math.floor(nowMs / sliceMs);
    if (slice <= newest) return;
    if (slice - newest >= slices) {
      newest = slice;
      newestAt = slice % slices;
      clear();
      return;
    }
    newest = slice;
    newestAt = slice % slices;
    while (oldest <= slice - slices) {
      const at = oldest % slices;
      size -= counts[at] ?? 0;
      failures -= failed[at] ?? 0;
      counts[at] = failed[at] = 0;
      oldest++;
    }
  };

  const dropOldest = (): void => {
    while (counts[oldest % slices] === 0) oldest++;
    const at = oldest % slices;
    const was = outcomes[next] ?? 0; // the ring is full, so the oldest stands where the next one goes
    counts[at] = (counts[at] ?? 0) - 1;
    failed[at] = (failed[at] ?? 0) - was;
    failures -= was;
    size--;
  };

  return {
    record(isFailed, nowMs) {
      catchUp(nowMs);
      if (size === of) dropOldest();
      const at = newestAt;
      const one = isFailed ? 1 : 0;
      outcomes[next] = one;
      next = next + 1 === of ? 0 : next + 1;
      counts[at] = (counts[at] ?? 0) + 1;
      failed[at] = (failed[at] ?? 0) + one;
      failures += one;
      size++;
      return failures;
    },
    failures(nowMs) {
      catchUp(nowMs);
      return failures;
    },
    clear,
  };
}
