/** Standard output and standard error of a process that may lose them: a pipe is closed, a disk is full. */
import { fstatSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { messageOf } from '../system/failure.ts';

/** One of the two, with its file descriptor. */
export type Outlet = Writable & { readonly fd: number };

/** What a process has to be told of, and can be. */
interface Watched {
  readonly stdout: Outlet;
  readonly stderr: Outlet;
}

/**
 * Whoever closes a pipe has read enough: the run goes on in silence, and ends with the exit code that it earned. Any other
 * error means that something was not written: it is told in one line, where that still can be.
 *
 * @param onLost told once, when something could not be written
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

/** Of what a full disk takes a part of, Node's own stream drops the rest, and nobody is told. */
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
