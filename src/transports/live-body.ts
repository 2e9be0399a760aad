/** A body as it arrives: bytes, boundaries, times. */
import { Buffer } from 'node:buffer';
import type { ArrivedChunk } from '../evidence/exchange.ts';
import { Spool } from './spool.ts';

/**
 * From this many pieces on, those that arrive within {@link TOGETHER_MS} count as one: a stream of single bytes must not
 * take more memory for its boundaries than for itself.
 */
const MANY_CHUNKS = 100_000;
const TOGETHER_MS = 10;

/** A longer body waits on disk until it is asked for: a few endless ones at a time would fill the memory. */
const IN_MEMORY = 4 * 1024 * 1024;

export class ArrivingBody {
  readonly #limit: number;
  readonly #chunks: { bytes: number; at: number }[] = [];
  #bytes: Uint8Array = Buffer.allocUnsafe(4096);
  #length = 0;
  /** What has gone to disk; the rest follows in memory, where it stays when the disk takes no more. */
  #spool: { readonly file: Spool; length: number } | null = null;
  #spools = true;

  /** @param limit The bytes that are kept; what comes after them is cut. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether it takes much memory to ask for the bytes. */
  get isLong(): boolean {
    return this.#length > IN_MEMORY;
  }

  get chunks(): readonly ArrivedChunk[] {
    return this.#chunks;
  }

  /** Copies the piece. False when the limit cut it. */
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

  /** The bytes, in memory of their own. To be asked for once, when the body has ended. */
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
      // A full disk, or none: the bytes are still here.
      this.#spools = false;
    }
  }

  #count(bytes: number, at: number): void {
    const last = this.#chunks.at(-1);
    if (last && this.#chunks.length >= MANY_CHUNKS && at - last.at < TOGETHER_MS) last.bytes += bytes;
    else this.#chunks.push({ bytes, at });
  }
}
