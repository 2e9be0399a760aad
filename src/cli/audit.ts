/** `audit`: judges recordings that this suite did not make. */
import { join } from 'node:path';
import { auditedExchanges } from '../audit/audit.ts';
import { runAudit, runRecordedAudit } from '../audit/run-audit.ts';
import type { FailOn } from '../gate/gate.ts';
import { formatResults, writeResults } from '../results/file.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

export interface AuditCommand {
  readonly failOn: FailOn;
  /** Print results.jsonl instead of the account for people. */
  readonly json?: true;
  /** The folder that gets results.jsonl and the HTML report. */
  readonly report?: string;
}

/** @returns the exit code: 0 passed, 1 conformance failures, 2 something could not be read, or too little was judged. */
export async function auditCommand(
  paths: readonly string[],
  { failOn, json, report }: AuditCommand,
  { stdout, stderr }: Host,
): Promise<number> {
  if (json !== true && report === undefined) {
    const { text, leftOut, exitCode } = runAudit({ paths, failOn });
    for (const line of leftOut) stderr.write(`${line}\n`);
    stdout.write(`${text}\n`);
    return exitCode;
  }
  const audited = runRecordedAudit({ paths, failOn });
  const { text, leftOut, decision, exitCode, results } = audited;
  for (const line of leftOut) stderr.write(`${line}\n`);
  stdout.write(json === true ? formatResults(results) : `${text}\n`);
  if (json === true && exitCode === 2) stderr.write(`${plain(decision)}\n`);
  if (report !== undefined) {
    const { buildReport } = await import('../report/site/build.ts');
    writeResults(join(report, 'results.jsonl'), results);
    const pages = await buildReport({
      results,
      evidence: (_, conversation) => auditedExchanges(audited, conversation),
      folder: report,
    });
    stderr.write(`${pages} pages: ${plain(join(report, 'index.html'))}\n`);
  }
  return exitCode;
}
