/** The folder that the system gives for what is needed for a while only. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, SuiteError } from './failure.ts';

/** Where an error is about that folder or what lies in it: it named, with the next step; null for any other error. */
export function temporaryProblem(error: unknown): SuiteError | null {
  const code = codeOf(error);
  if (code === null || !(error instanceof Error) || !('path' in error)) return null;
  const folder = tmpdir();
  if (!join(String(error.path), '/').startsWith(join(folder, '/'))) return null;
  return new SuiteError(
    `${folder}: the temporary folder cannot be written (${code}); name another one with TMPDIR, or make room there`,
    { cause: error },
  );
}
