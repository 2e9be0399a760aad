/** Ids of calls are names: a gateway may give its own, if each stands for one of the upstream's, and goes back as that. */

export class CallIds {
  /** What the upstream calls each id of the outer wire. */
  readonly #inner = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** The first that is seen counts. */
  learn(outer: string, inner: string): void {
    if (this.#inner.has(outer) || this.#taken.has(inner)) return;
    this.#inner.set(outer, inner);
    this.#taken.add(inner);
  }

  /** @param id of the outer wire */
  atUpstream(id: string): string {
    return this.#inner.get(id) ?? id;
  }
}
