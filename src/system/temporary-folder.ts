/** The folder that the system gives for what is needed for a while only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, SuiteError } from './failure.ts';

/** About as much as the caches of Playwright and of its loader take, in bytes. */
const NEEDED = 1024 * 1024;

/**
 * For what breaks off in the middle of its work, and tells of it in words of its own.
 *
 * @throws {SuiteError} where the folder cannot be written, or is full
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

/** Where an error is about that folder or what lies in it: it named, with the next step; null for any other error. */
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
