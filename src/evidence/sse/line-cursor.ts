/** Iterates over the lines of a text, with their offsets in the bytes that the text was decoded from. */

const LF = 0x0a;
const CR = 0x0d;

/** A cursor over lines; a line ends with LF, CR or both. */
export class LineCursor {
  /** The start and end of the current line in the text, without its terminator. */
  start = 0;
  end = 0;
  /** The byte offsets of the current line and of the next one. */
  startByte: number;
  nextByte: number;
  readonly #text: string;
  /** The bytes; null if each byte is one unit of the text, so that both have the same offsets. */
  readonly #bytes: Uint8Array | null;
  #next = 0;
  #lf: number;
  #cr: number;

  /** @param opening the number of bytes before the text */
  constructor(text: string, bytes: Uint8Array, opening: number) {
    this.#text = text;
    this.#bytes = text.length === bytes.length - opening ? null : bytes;
    this.startByte = opening;
    this.nextByte = opening;
    this.#lf = text.indexOf('\n');
    this.#cr = text.indexOf('\r');
  }

  /** Moves to the next line; returns false if there is none. */
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

  /** The offset of the next LF or CR, or the end of the text. A search that found nothing is not repeated. */
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
