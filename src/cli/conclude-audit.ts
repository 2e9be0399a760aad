/** Concludes an audit: the gate, and the reports for people and programs. */
import { join } from 'node:path';
import { auditedExchanges } from '../audit/audit.ts';
import type { AuditResults } from '../audit/records.ts';
import type { AuditReport } from '../audit/run-audit.ts';
import { auditLines, type WeighedAudit, weighAudit, withFiles } from '../audit/weigh-audit.ts';
import { clientBlocks } from '../clients/client-blocks.ts';
import { tellGitHub } from '../exports/github.ts';
import { decisionOf, exitCode } from '../gate/gate.ts';
import { summarise } from '../gate/summary.ts';
import { diffRuns } from '../results/diff.ts';
import { writeResults } from '../results/file.ts';
import { formatResults } from '../results/jsonl.ts';
import type { VerdictRecord } from '../results/results.ts';
import { columnsOf } from '../terminal/columns.ts';
import { plain } from '../text/plain-text.ts';
import { commandLine } from '../text/shell-word.ts';
import type { AuditCommand } from './audit-command.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';
import { nightsOf } from './report.ts';
import { writeReports } from './written-reports.ts';

/**
 * @returns the exit code: 0 passed, 1 conformance failures, 2 something could not be read, or too little was judged
 * @throws {SuiteError} when the policy cannot be read, or something cannot be written
 */
export async function concludeAudit(
  paths: readonly string[],
  command: AuditCommand,
  audited: AuditReport & AuditResults,
  host: Host,
): Promise<number> {
  const { stdout, stderr, env } = host;
  const weighed = weighAudit(audited.results, audited.incomplete, command);
  const { results, gate, policy } = weighed;
  const code = exitCode(gate);
  if (command.report !== undefined) await writeFolder(command.report, command, audited, weighed, host);
  if (command.json === true) {
    stdout.write(formatResults(results));
    if (code === 2) stderr.write(`${plain(decisionOf(gate))}\n`);
  } else if (command.baseline === undefined && command.expectations === undefined) {
    stdout.write(`${audited.text(columnsOf(stdout))}\n`);
  } else {
    const columns = columnsOf(stdout);
    const summary = summarise(results, gate, {
      file: command.report === undefined ? null : join(command.report, 'results.jsonl'),
      columns,
      aboutTargets: clientBlocks(results, columns),
      hasBaseline: policy.baseline !== undefined,
      placeOf: ({ scenario }) => placeOf(audited, scenario),
      nextFor: (failure) => auditOf(audited, paths, failure),
    });
    stdout.write(`${summary}\n`);
  }
  const named = { ...audited, results: withFiles({ ...audited, results }) };
  tellGitHub(env, (text) => stdout.write(text), {
    results: named.results,
    weighed: gate,
    diff: policy.baseline === undefined ? null : diffRuns(policy.baseline.results, results),
    lineOf: auditLines(named),
  });
  return code;
}

async function writeFolder(
  folder: string,
  { allure, history, json, keepSecrets }: AuditCommand,
  audited: AuditResults,
  { results, gate, policy }: WeighedAudit,
  host: Host,
): Promise<void> {
  // With --json, standard output is for a program, which expects nothing else there.
  const told = json === true ? { stdout: host.stderr } : host;
  const exchangesOf = auditedExchanges(audited, keepSecrets);
  await inFolder(folder, host, async () => {
    writeResults(join(folder, 'results.jsonl'), results);
    await writeReports(
      {
        reports: folder,
        results,
        history: nightsOf(history, host),
        gate,
        policy,
        previous: undefined,
        lineOf: auditLines(audited),
        evidence: (_, conversation) => exchangesOf(conversation),
        allureHistory: allure === true ? join(folder, 'allure-history.jsonl') : null,
      },
      told,
    );
  });
}

function placeOf({ places }: AuditResults, scenario: string): string | null {
  return places.get(scenario)?.file ?? null;
}

/** Returns the command that judges the file of a failure again, and prints every finding. */
function auditOf(audited: AuditResults, paths: readonly string[], { scenario }: VerdictRecord): string {
  const files = [placeOf(audited, scenario)].flatMap((file) => file ?? paths);
  return commandLine(['npx', 'toolcall-conformance', 'audit', ...files, '--verbose']);
}
