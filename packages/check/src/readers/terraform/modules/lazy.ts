/** Computed when first asked for, once. Asked for again while it is being computed, the answer is `onCycle`. */
function lazy<T>(compute: () => T, onCycle: () => T): () => T {
  let state: { readonly value: T } | 'open' | 'busy' = 'open';
  return () => {
    if (state === 'busy') return onCycle();
    if (state === 'open') {
      state = 'busy';
      state = { value: compute() };
    }
    return state.value;
  };
}

/** One lazy value for each name. */
export function lazyTable<T>(compute: (name: string) => T, onCycle: (name: string) => T): (name: string) => T {
  const values = new Map<string, () => T>();
  return (name) => {
    const known = values.get(name);
    if (known) return known();
    const value = lazy(
      () => compute(name),
      () => onCycle(name),
    );
    values.set(name, value);
    return value();
  };
}
