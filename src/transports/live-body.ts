/** A body as it arrives: bytes, boundaries, times. */
import { Buffer } from 'node:buffer';
import type { ArrivedChunk } from '../evidence/exchange.ts';

/**
 * From this many pieces on, those that arrive within {@link TOGETHER_MS} count as one: a stream of single bytes must not
 * take more memory for its boundaries than for itself.
 */
const MANY_CHUNKS = 100_000;
const TOGETHER_MS = 10;

export class ArrivingBody {
  readonly #limit: number;
  readonly #chunks: { bytes: number; at: number }[] = [];
  #bytes = Buffer.allocUnsafe(4096);
  #length = 0;

  /** @param limit The bytes that are kept; what comes after them is cut. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  get chunks(): readonly ArrivedChunk[] {
    return this.#chunks;
  }

  /** Copies the piece. False when the limit cut it. */
  append(piece: Uint8Array, at: number): boolean {
    const kept = piece.subarray(0, this.#limit - this.#length);
    if (kept.length > 0) {
      this.#reserve(this.#length + kept.length);
      this.#bytes.set(kept, this.#length);
      this.#length += kept.length;
      this.#count(kept.length, at);
    }
    return kept.length === piece.length;
  }

  /** The bytes so far, in memory of their own. */
  bytes(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(length, Math.min(this.#limit, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  #count(bytes: number, at: number): void {
    const last = this.#chunks.at(-1);
    if (last && this.#chunks.length >= MANY_CHUNKS && at - last.at < TOGETHER_MS) last.bytes += bytes;
    else this.#chunks.push({ bytes, at });
  }
}
