/**
 * The run could not be completed: bad input, bad configuration, an unwritable folder. The message names the problem, the
 * place and the next step, in one line; the process exits with 2.
 */
export class SuiteError extends Error {
  override name = 'SuiteError';
}

/** The error for a file or a folder that could not be written, in one line with the next step. */
export function unwritten(path: string, cause: unknown): SuiteError {
  const problem = codeOf(cause) ?? messageOf(cause);
  const message = `${path}: cannot be written (${problem}); make room there, or name a folder that can be written to`;
  return new SuiteError(message, { cause });
}

/** Describes an error of the operating system, in one line with the next step; null for other errors. */
export function systemProblem(error: unknown): string | null {
  const code = codeOf(error);
  if (code === null || !(error instanceof Error) || !('syscall' in error)) return null;
  if (error.syscall === 'uv_cwd') return 'the working directory is gone; change into a folder that is there';
  const where = 'path' in error ? `${error.path}: ` : '';
  return `${where}cannot be read or written (${code}); make room or give permission there, or name another place`;
}

/** The code of an error of the operating system, such as `ENOSPC`; null for others. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The one line that a user sees for an error; for a bug of the suite, the message and the place. */
export function oneLineOf(error: unknown): string {
  if (error instanceof SuiteError) return error.message;
  const [first = '', place = ''] = (
    error instanceof Error ? (error.stack ?? error.message) : String(error)
  ).split('\n');
  return systemProblem(error) ?? [first, place.trim()].join(' ').trim();
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
