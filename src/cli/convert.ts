/** `convert`: writes recordings of any format as cassettes of this suite. */
import { convert } from '../audit/convert.ts';
import { SuiteError } from '../system/failure.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import type { Host } from './host.ts';

export interface ConvertCommand {
  /** The folder for the cassettes. */
  readonly out: string;
  readonly keepSecrets?: true;
}

/** @returns the exit code: 0 when all were written, 2 when something could not be read or written, or none was */
export async function convertCommand(
  paths: readonly string[],
  { out, keepSecrets }: ConvertCommand,
  { stdout, stderr }: Host,
): Promise<number> {
  const { written, exchanges, problems, notRecordings, masked } = await convert(paths, out, keepSecrets);
  for (const { problem } of problems) stderr.write(`not converted: ${plain(problem)}\n`);
  if (notRecordings > 0) stderr.write(`not converted: ${plural(notRecordings, 'file')}: no recording\n`);
  if (written.length === 0) {
    throw new SuiteError('convert: no recording was converted; name one, or a folder of recordings');
  }
  const credentials = masked === 0 ? '' : `; ${plural(masked, 'credential')} masked`;
  stdout.write(
    `written: ${plural(written.length, 'cassette')} (${plural(exchanges, 'exchange')}) in ${plain(out)}${credentials}\n`,
  );
  return problems.length > 0 ? 2 : 0;
}
