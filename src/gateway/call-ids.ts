/** Maps call ids between the two wires: a gateway may replace ids, if each one stands for exactly one upstream id. */

export class CallIds {
  /** The upstream's id for each id of the outer wire; null for one that stands for several upstream ids. */
  readonly #inner = new Map<string, string | null>();
  readonly #outer = new Map<string, string>();

  learn(outer: string, inner: string): void {
    const known = this.#inner.get(outer);
    if (known !== undefined && known !== inner) this.#inner.set(outer, null);
    else if (known === undefined && !this.#outer.has(inner)) {
      this.#inner.set(outer, inner);
      this.#outer.set(inner, outer);
    }
  }

  /** @param id of the outer wire */
  atUpstream(id: string): string {
    return this.#inner.get(id) ?? id;
  }
}
