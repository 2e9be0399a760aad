/** Standard output and standard error of a process that may lose them: a pipe is closed, a disk is full. */

/** What a process has to be told of, and can be. */
interface Watched {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/**
 * Whoever closes a pipe has read enough: the run goes on in silence, and ends with the exit code that it earned. Any other
 * error means that something was not written: it is told in one line, where that still can be.
 *
 * @param onLost told once, when something could not be written
 */
export function watchOutlets({ stdout, stderr }: Watched, onLost: () => void): void {
  let isTold = false;
  const watch = (stream: NodeJS.WritableStream, name: string) => {
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
