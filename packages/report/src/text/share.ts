/** Shares out so many places among groups, one to each in turn, so that a large group does not hide a small one. */
export function share(places: number, sizes: readonly number[], each: number = Infinity): readonly number[] {
  const given = sizes.map(() => 0);
  let left = places;
  for (let round = 1; left > 0; round++) {
    const before = left;
    for (const [index, size] of sizes.entries()) {
      if (left > 0 && round <= Math.min(size, each)) {
        given[index] = round;
        left--;
      }
    }
    if (left === before) break;
  }
  return given;
}
