/** The system's folder for temporary files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, SuiteError } from './failure.ts';

/** About the size of the caches of Playwright and its loader, in bytes. */
const NEEDED = 1024 * 1024;

/**
 * Checks the folder before the start of a tool that would otherwise fail halfway, with a message that does not help.
 *
 * @throws {SuiteError} when the folder cannot be written, or is full
 */
export function requireTemporary(): void {
  try {
    const own = mkdtempSync(join(tmpdir(), 'toolcall-conformance-'));
    try {
      writeFileSync(join(own, 'room'), new Uint8Array(NEEDED));
    } finally {
      rmSync(own, { recursive: true });
    }
  } catch (error) {
    throw unusable(codeOf(error) ?? 'unknown', error);
  }
}

/** The error in plain words with the next step, if it is about this folder or a file in it; null for any other error. */
export function temporaryProblem(error: unknown): SuiteError | null {
  const code = codeOf(error);
  if (code === null || !(error instanceof Error) || !('path' in error)) return null;
  if (!join(String(error.path), '/').startsWith(join(tmpdir(), '/'))) return null;
  return unusable(code, error);
}

function unusable(code: string, cause: unknown): SuiteError {
  return new SuiteError(
    `${tmpdir()}: the temporary folder cannot be written (${code}); name another one with TMPDIR, or make room there`,
    { cause },
  );
}
