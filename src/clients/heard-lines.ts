/** Splits a client's output into lines. */
import { StringDecoder } from 'node:string_decoder';

/** Longer lines are dropped, because the protocol needs none. In UTF-16 code units. */
const LONGEST = 1024 * 1024;

export class HeardLines {
  readonly #hear: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  /** The incomplete line so far; null when it is too long already. */
  #begun: string | null = '';

  constructor(hear: (line: string) => void) {
    this.#hear = hear;
  }

  add(piece: Buffer): void {
    const [first = '', ...others] = this.#decoder.write(piece).split('\n');
    this.#grow(first);
    for (const other of others) {
      this.end();
      this.#grow(other);
    }
  }

  /** Reports the last line, even without a line feed. */
  end(): void {
    if (this.#begun !== null && this.#begun !== '') this.#hear(this.#begun);
    this.#begun = '';
  }

  #grow(text: string): void {
    if (this.#begun === null) return;
    this.#begun = this.#begun.length + text.length > LONGEST ? null : `${this.#begun}${text}`;
  }
}
