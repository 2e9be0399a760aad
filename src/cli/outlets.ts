/** Standard output and standard error, which a process may lose: a pipe is closed, or a disk is full. */
import { fstatSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { messageOf } from '../system/failure.ts';

/** One of the two streams, with its file descriptor. */
export type Outlet = Writable & { readonly fd: number };

/** The two streams of a process. */
interface Watched {
  readonly stdout: Outlet;
  readonly stderr: Outlet;
}

/**
 * When a reader closes a pipe, it has read enough: the run continues silently, and ends with its own exit code. Any
 * other error means that output was lost. It is reported in one line, if standard error still works.
 *
 * @param onLost called once, when some output could not be written
 */
export function watchOutlets({ stdout, stderr }: Watched, onLost: () => void): void {
  let isTold = false;
  const watch = (stream: Outlet, name: string) => {
    if (fstatSync(stream.fd).isFile()) writeAllOf(stream);
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (isTold || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
      isTold = true;
      onLost();
      if (stream !== stderr) {
        stderr.write(`error: ${name}: cannot be written (${error.code ?? error.message}); make room there\n`);
      }
    });
  };
  watch(stdout, 'standard output');
  watch(stderr, 'standard error');
}

/**
 * Writes each chunk completely: when a full disk takes a part of a chunk, Node's own stream silently drops the rest.
 */
function writeAllOf(stream: Outlet): void {
  stream._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      writeFileSync(stream.fd, chunk);
    } catch (cause) {
      done(cause instanceof Error ? cause : new Error(messageOf(cause)));
      return;
    }
    done();
  };
}
