/** Goes through the lines of a text, and knows where each stands in the bytes that the text was decoded from. */

const LF = 0x0a;
const CR = 0x0d;

/** A line ends with LF, CR or both. */
export class LineCursor {
  /** Where the current line starts and ends in the text, its terminator left out. */
  start = 0;
  end = 0;
  /** Where it starts in the bytes, and where the next one does. */
  startByte: number;
  nextByte: number;
  readonly #text: string;
  /** Null where each byte is one unit of the text, so that places in the one tell those in the other. */
  readonly #bytes: Uint8Array | null;
  #next = 0;
  #lf: number;
  #cr: number;

  /** @param opening the bytes before those of the text */
  constructor(text: string, bytes: Uint8Array, opening: number) {
    this.#text = text;
    this.#bytes = text.length === bytes.length - opening ? null : bytes;
    this.startByte = opening;
    this.nextByte = opening;
    this.#lf = text.indexOf('\n');
    this.#cr = text.indexOf('\r');
  }

  /** Moves to the next line; false when there is none. */
  next(): boolean {
    const text = this.#text;
    const start = this.#next;
    if (start >= text.length) return false;
    const end = this.#isBreak(start) ? start : this.#nextBreak(start);
    const isCrLf = text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF;
    const terminator = end === text.length ? 0 : isCrLf ? 2 : 1;
    this.start = start;
    this.end = end;
    this.#next = end + terminator;
    this.startByte = this.nextByte;
    this.nextByte += this.#bytes === null ? this.#next - start : this.#bytesOfLine(end, terminator);
    return true;
  }

  #isBreak(at: number): boolean {
    const unit = this.#text.charCodeAt(at);
    return unit === LF || unit === CR;
  }

  /** The next LF or CR, or the end of the text. A search that found nothing is not done again. */
  #nextBreak(start: number): number {
    if (this.#lf >= 0 && this.#lf < start) this.#lf = this.#text.indexOf('\n', start);
    if (this.#cr >= 0 && this.#cr < start) this.#cr = this.#text.indexOf('\r', start);
    if (this.#cr >= 0 && (this.#lf < 0 || this.#cr < this.#lf)) return this.#cr;
    return this.#lf < 0 ? this.#text.length : this.#lf;
  }

  #bytesOfLine(end: number, terminator: number): number {
    const bytes = this.#bytes ?? new Uint8Array();
    const endByte =
      terminator === 0 ? bytes.length : bytes.indexOf(this.#text.charCodeAt(end), this.nextByte);
    return endByte + terminator - this.nextByte;
  }
}
