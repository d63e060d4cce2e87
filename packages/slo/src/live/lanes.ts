/** Runs `work` over all items, so many at a time; results stand in the order of the items. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results.set(index, await work(items[index] as T));
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, () => lane()));
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}
