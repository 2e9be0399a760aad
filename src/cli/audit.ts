/** `audit`: judges recordings that this suite did not make. */
import { auditedExchanges } from '../audit/audit.ts';
import { type AuditOptions, runAudit, runRecordedAudit } from '../audit/run-audit.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { RECORDING_FORMATS } from '../evidence/recordings/read-recording.ts';
import type { FailOn } from '../gate/gate.ts';
import type { ReportInput } from '../report/site/build.ts';
import { formatResults } from '../results/jsonl.ts';
import { SuiteError } from '../system/failure.ts';
import { makeFolder } from '../system/make-folder.ts';
import { columnsOf } from '../terminal/columns.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { thousands } from '../text/display.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { failuresOf } from './findings-as-they-come.ts';
import type { Host } from './host.ts';
import { writeReportFolder } from './report-folder.ts';

export interface AuditCommand {
  readonly failOn: FailOn;
  /** Print results.jsonl instead of the account for people. */
  readonly json?: true;
  /** The folder that gets results.jsonl and the HTML report. */
  readonly report?: string;
  /** Show what looks like a credential as it stands in the recordings. */
  readonly keepSecrets?: true;
  /** Tell every finding as it is judged. */
  readonly verbose?: true;
}

/** Prints the formats of recordings, in the order in which files are tried. */
export function formatsCommand({ stdout }: Host): void {
  for (const { name, keeps } of RECORDING_FORMATS) stdout.write(`${name}: ${keeps}\n`);
}

/** @returns the exit code: 0 passed, 1 conformance failures, 2 something could not be read, or too little was judged. */
export async function auditCommand(
  paths: readonly string[],
  { failOn, json, report, verbose, keepSecrets }: AuditCommand,
  host: Host,
): Promise<number> {
  const { stdout, stderr } = host;
  if (paths.length === 0) throw new SuiteError('audit: name a recording, or a folder of recordings');
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
  if (json !== true && report === undefined) {
    const { text, leftOut, exitCode } = runAudit(options);
    line.clear();
    for (const left of leftOut) stderr.write(`${left}\n`);
    stdout.write(`${text(columnsOf(stdout))}\n`);
    return exitCode;
  }
  if (report !== undefined) makeFolder(report);
  const audited = runRecordedAudit(options);
  line.clear();
  const { text, leftOut, decision, exitCode, results } = audited;
  for (const left of leftOut) stderr.write(`${left}\n`);
  stdout.write(json === true ? formatResults(results) : `${text(columnsOf(stdout))}\n`);
  if (json === true && exitCode === 2) stderr.write(`${plain(decision)}\n`);
  if (report !== undefined) {
    const evidence: ReportInput['evidence'] = (_, conversation) =>
      auditedExchanges(audited, conversation, keepSecrets);
    stderr.write(`${await writeReportFolder({ results, evidence, folder: report }, host)}\n`);
  }
  return exitCode;
}
