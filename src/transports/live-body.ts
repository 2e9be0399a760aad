/** A response body as it arrives: bytes, chunk boundaries, times. */
import { Buffer } from 'node:buffer';
import type { ArrivedChunk } from '../evidence/exchange.ts';
import { Spool } from './spool.ts';

/**
 * Beyond this many chunks, those that arrive within {@link TOGETHER_MS} are merged. Otherwise the boundaries of a
 * stream of single bytes would take more memory than the bytes.
 */
const MANY_CHUNKS = 100_000;
const TOGETHER_MS = 10;

/**
 * A longer body is kept on disk until it is read, because a few endless bodies at the same time would fill the memory.
 */
const IN_MEMORY = 4 * 1024 * 1024;

export class ArrivingBody {
  readonly #limit: number;
  readonly #chunks: { bytes: number; at: number }[] = [];
  #bytes: Uint8Array = Buffer.allocUnsafe(4096);
  #length = 0;
  /** The part on disk; the rest is in memory, and stays there if writing to disk fails. */
  #spool: { readonly file: Spool; length: number } | null = null;
  #spools = true;

  /** @param limit how many bytes are kept; the rest is cut off */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** True when reading the bytes needs much memory. */
  get isLong(): boolean {
    return this.#length > IN_MEMORY;
  }

  get chunks(): readonly ArrivedChunk[] {
    return this.#chunks;
  }

  /** Appends a copy of the piece. Returns false when the limit cut it. */
  append(piece: Uint8Array, at: number): boolean {
    const kept = piece.subarray(0, this.#limit - this.#length);
    if (kept.length > 0) {
      const inMemory = this.#length - (this.#spool?.length ?? 0);
      this.#reserve(inMemory + kept.length, inMemory);
      this.#bytes.set(kept, inMemory);
      this.#length += kept.length;
      this.#count(kept.length, at);
      if (this.#spools && inMemory + kept.length >= IN_MEMORY) this.#toDisk(inMemory + kept.length);
    }
    return kept.length === piece.length;
  }

  /** Returns the bytes in a new array. Call it once, after the body has ended. */
  take(): Uint8Array {
    const spool = this.#spool;
    const inMemory = this.#bytes.subarray(0, this.#length - (spool?.length ?? 0));
    this.#bytes = new Uint8Array();
    if (spool === null) return Uint8Array.prototype.slice.call(inMemory);
    const bytes = new Uint8Array(this.#length);
    spool.file.read(bytes.subarray(0, spool.length));
    spool.file.close();
    bytes.set(inMemory, spool.length);
    return bytes;
  }

  #reserve(length: number, filled: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(length, Math.min(this.#limit, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, filled));
    this.#bytes = larger;
  }

  #toDisk(filled: number): void {
    try {
      this.#spool ??= { file: new Spool(), length: 0 };
      this.#spool.file.append(this.#bytes.subarray(0, filled), this.#spool.length);
      this.#spool.length += filled;
    } catch {
      // The disk is full or missing: the bytes stay in memory.
      this.#spools = false;
    }
  }

  #count(bytes: number, at: number): void {
    const last = this.#chunks.at(-1);
    if (last && this.#chunks.length >= MANY_CHUNKS && at - last.at < TOGETHER_MS) last.bytes += bytes;
    else this.#chunks.push({ bytes, at });
  }
}
