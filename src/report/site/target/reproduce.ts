/** The command that judges one target again, for a POSIX shell. */
import type { RunRecord } from '../../../results/results.ts';

export function reproduceCommand(mode: RunRecord['mode'], target: string): string {
  const command = 'npx toolcall-conformance';
  if (mode === 'audit') return `${command} audit RECORDINGS`;
  if (mode === 'live') return `${command} live --target ${quoted(target)}`;
  return `${command} replay -- --grep ${quoted(`${escaped(target)} · `)}`;
}

/** As one word of the shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As a pattern that matches the text itself. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
