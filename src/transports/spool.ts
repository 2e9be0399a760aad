/** Bytes on disk that nobody else sees: a file without a name, which is gone with the process. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever it does throws what the system throws, such as where the folder for temporary files is full. */
export class Spool {
  readonly #file: number;

  constructor() {
    const path = join(tmpdir(), `toolcall-conformance-${randomUUID()}.tmp`);
    this.#file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  /** @param from where the bytes go */
  append(bytes: Uint8Array, from: number): void {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(this.#file, bytes, at, bytes.length - at, from + at);
    }
  }

  /** Fills `bytes` from the start. */
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
