/** Ids of calls are names: a gateway may give its own, if each stands for one of the upstream's, and goes back as that. */

export class CallIds {
  /** What the upstream calls each id of the outer wire; null for one that stands for two of its own. */
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
