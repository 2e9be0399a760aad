/** A private temporary file: it has no name on disk, and disappears with the process. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every method throws the system's errors, such as for a full temporary folder. */
export class Spool {
  readonly #file: number;

  constructor() {
    const path = join(tmpdir(), `toolcall-conformance-${randomUUID()}.tmp`);
    this.#file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  /** @param from the position of the bytes in the file */
  append(bytes: Uint8Array, from: number): void {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(this.#file, bytes, at, bytes.length - at, from + at);
    }
  }

  /** Fills `bytes` from the start of the file. */
  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(this.#file, bytes, at, bytes.length - at, at);
      if (read === 0) throw new Error('a temporary file is shorter than what was written to it');
      at += read;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
