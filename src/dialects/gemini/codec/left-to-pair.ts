/** Items to pair with something else, each at most once. */
import { groupBy } from '../../../text/group-by.ts';

export class LeftToPair<T> {
  readonly #items: readonly T[];
  readonly #taken = new Set<T>();

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  /** Returns a lookup that takes the first remaining item with a key; undefined if none is left. */
  by<K>(keyOf: (item: T) => K): (key: K) => T | undefined {
    const queues = groupBy(this.#items.toReversed(), keyOf);
    return (key) => {
      const queue = queues.get(key) ?? [];
      for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
        if (this.#taken.has(item)) continue;
        this.#taken.add(item);
        return item;
      }
      return undefined;
    };
  }
}
