/**
 * The highest of ascending `rates` that holds, found by as few tries as possible from `guess` on: in steps that double until one holds and one does not, and by halves
 * between them. Null when the lowest does not hold. It takes for granted that what holds at a rate holds below it.
 */
export async function highestThatHolds(rates: readonly number[], guess: number, holdsAt: (rate: number) => Promise<boolean>): Promise<number | null> {
  let held = -1;
  let failed = rates.length;
  let at = Math.max(
    0,
    rates.findLastIndex((rate) => rate <= guess),
  );
  for (let step = 1; failed - held > 1; step *= 2) {
    if (await holdsAt(rates[at] ?? 0)) held = at;
    else failed = at;
    const isBetween = held >= 0 && failed < rates.length;
    if (isBetween) at = Math.floor((held + failed) / 2);
    else at = failed < rates.length ? Math.max(0, failed - step) : Math.min(rates.length - 1, held + step);
  }
  return rates[held] ?? null;
}
