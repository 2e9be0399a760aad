/** The command that judges one target again, for a POSIX shell. */
import type { RunRecord } from '../../../results/results.ts';
import { asPattern, commandLine } from '../../../text/shell-word.ts';

export function reproduceCommand(mode: RunRecord['mode'], target: string): string {
  const command = ['npx', 'toolcall-conformance'];
  if (mode === 'audit') return commandLine([...command, 'audit', 'RECORDINGS']);
  if (mode === 'live') return commandLine([...command, 'live', '--target', target]);
  return commandLine([...command, 'replay', '--', '--grep', `${asPattern(target)} · `]);
}
