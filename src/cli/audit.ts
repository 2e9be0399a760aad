/** `audit`: judges recordings that this suite did not make. */
import { type AuditOptions, runAudit, runRecordedAudit } from '../audit/run-audit.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { RECORDING_FORMATS } from '../evidence/recordings/read-recording.ts';
import { SuiteError } from '../system/failure.ts';
import { expectWritableFolder } from '../system/write-file.ts';
import { columnsOf } from '../terminal/columns.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { thousands } from '../text/display.ts';
import { plural } from '../text/quantities.ts';
import type { AuditCommand } from './audit-command.ts';
import { failuresOf } from './findings-as-they-come.ts';
import type { Host } from './host.ts';

/** Prints the formats of recordings, in the order in which the readers try a file. */
export function formatsCommand({ stdout }: Host): void {
  for (const { name, keeps } of RECORDING_FORMATS) stdout.write(`${name}: ${keeps}\n`);
}

/** @returns the exit code: 0 passed, 1 conformance failures, 2 something could not be read, or too little was judged */
export async function auditCommand(
  paths: readonly string[],
  command: AuditCommand,
  host: Host,
): Promise<number> {
  const { stdout, stderr } = host;
  const { failOn, json, report, verbose, keepSecrets } = command;
  if (paths.length === 0) throw new SuiteError('audit: name a recording, or a folder of recordings');
  if (command.allure === true && report === undefined) {
    throw new SuiteError('--allure: the report needs a folder; name one with --report');
  }
  const line = await progressLine(stderr);
  const out = json === true ? stderr : stdout;
  const options: AuditOptions = {
    paths,
    failOn,
    keepSecrets,
    onFile: ({ read, all }) => line.show(() => `judging: ${thousands(read)} of ${plural(all, 'file')}`),
    onJudged({ result, target }) {
      if (verbose !== true) return;
      line.clear();
      for (const text of failuresOf(result, dialectOf(target.dialect).rules)) out.write(`${text}\n`);
    },
  };
  if (!needsRecords(command, host)) {
    const { text, leftOut, exitCode } = runAudit(options);
    line.clear();
    for (const left of leftOut) stderr.write(`${left}\n`);
    stdout.write(`${text(columnsOf(stdout))}\n`);
    return exitCode;
  }
  if (report !== undefined) expectWritableFolder(report);
  const audited = runRecordedAudit(options);
  line.clear();
  for (const left of audited.leftOut) stderr.write(`${left}\n`);
  const { concludeAudit } = await import('./conclude-audit.ts');
  return concludeAudit(paths, command, audited, host);
}

/** True when an option needs every record. Otherwise none are kept, so memory does not grow with the recordings. */
function needsRecords({ json, report, baseline, expectations }: AuditCommand, { env }: Host): boolean {
  const asks = [report, baseline, expectations, env['GITHUB_ACTIONS'], env['GITHUB_STEP_SUMMARY']];
  return json === true || asks.some((asked) => asked !== undefined && asked !== '');
}
