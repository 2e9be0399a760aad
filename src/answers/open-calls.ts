/** The calls of an answer that wait for their results. The time of a lookup does not depend on their number. */

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Calls in their order. Calls before `next` were already taken or skipped. */
interface Queue<C> {
  readonly calls: C[];
  next: number;
}

export class OpenCalls<C extends Named> {
  readonly #waiting = new Set<C>();
  readonly #all: Queue<C> = { calls: [], next: 0 };
  readonly #byId = new Map<string, Queue<C>>();
  readonly #byName = new Map<string, Queue<C>>();

  constructor(calls: readonly C[] = []) {
    for (const call of calls) this.add(call);
  }

  add(call: C): void {
    this.#waiting.add(call);
    this.#all.calls.push(call);
    push(this.#byId, call.id, call);
    push(this.#byName, call.name, call);
  }

  /** Removes and returns the first waiting call with this id or name, or any; undefined when there is none. */
  take(by: { readonly id: string } | { readonly name: string } | 'any'): C | undefined {
    const queue = by === 'any' ? this.#all : 'id' in by ? this.#byId.get(by.id) : this.#byName.get(by.name);
    while (queue !== undefined && queue.next < queue.calls.length) {
      const call = queue.calls[queue.next];
      queue.next += 1;
      if (call !== undefined && this.#waiting.delete(call)) return call;
    }
    return undefined;
  }

  /** The number of waiting calls. */
  get size(): number {
    return this.#waiting.size;
  }

  /** The ids of the waiting calls. */
  get ids(): string[] {
    return [...this.#waiting].map(({ id }) => id);
  }
}

function push<C>(queues: Map<string, Queue<C>>, key: string, call: C): void {
  const queue = queues.get(key);
  if (queue === undefined) queues.set(key, { calls: [call], next: 0 });
  else queue.calls.push(call);
}
