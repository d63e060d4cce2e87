/** First in, first out, without moving what waits: `shift` of an array copies it. */
export interface Queue<T> {
  readonly add: (item: T) => void;
  readonly take: () => T | undefined;
  readonly size: number;
}

export function queueOf<T>(): Queue<T> {
  let items: (T | undefined)[] = [];
  let head = 0;
  return {
    add: (item) => void items.push(item),
    take: () => {
      if (head === items.length) return undefined;
      const item = items[head];
      items[head++] = undefined;
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    get size() {
      return items.length - head;
    },
  };
}
