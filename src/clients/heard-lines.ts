/** What a client writes, in lines. */
import { StringDecoder } from 'node:string_decoder';

/** A longer line says nothing that a task asks for, and is dropped. In UTF-16 code units. */
const LONGEST = 1024 * 1024;

export class HeardLines {
  readonly #hear: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  /** What came of a line that goes on; null where it is too long already. */
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

  /** The last line needs no end of its own. */
  end(): void {
    if (this.#begun !== null && this.#begun !== '') this.#hear(this.#begun);
    this.#begun = '';
  }

  #grow(text: string): void {
    if (this.#begun === null) return;
    this.#begun = this.#begun.length + text.length > LONGEST ? null : `${this.#begun}${text}`;
  }
}
