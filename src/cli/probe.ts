/** `probe`: the whole catalogue against one endpoint, findings as they come. */
import { join } from 'node:path';
import pc from 'picocolors';
import { dialectOf } from '../dialects/catalogue.ts';
import { whyIncomplete } from '../gate/completeness.ts';
import { decisionOf, exitCode, gate } from '../gate/gate.ts';
import { summarise } from '../gate/summary.ts';
import type { Rule } from '../judge/check.ts';
import { type ProbeOptions, probe } from '../live/probe.ts';
import { describeVerdict, headline } from '../playwright/messages.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { formatResults, writeResults } from '../results/file.ts';
import type { Results } from '../results/results.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { type ProbeCommand, probeOptions } from './probe-options.ts';

/**
 * @returns the exit code, with `--watch` that of the last probe: 0 passed, 1 conformance failures, 2 a check broke
 * @throws {SuiteError} when an option is wrong
 */
export async function probeCommand(baseUrl: string, command: ProbeCommand, host: Host): Promise<number> {
  const options = probeOptions(baseUrl, command, host.env);
  const probeOnce = () => probeAndTell(options, command, host);
  if (command.watch !== true) return (await probeOnce()).exitCode;
  const { watch } = await import('./probe-watch.ts');
  return (await watch(probeOnce, host)).exitCode;
}

async function probeAndTell(
  options: ProbeOptions,
  command: ProbeCommand,
  { stdout, stderr }: Host,
): Promise<{ readonly results: Results; readonly exitCode: number }> {
  const tell = (text: string) => void (command.json === true ? stderr : stdout).write(`${text}\n`);
  const dialect = dialectOf(options.dialect);
  const { results, held } = await probe({
    ...options,
    onJudged: (result) => tellFailures(result, dialect.rules, tell),
  });
  const { conversations, verdicts } = results;
  const weighed = gate({
    conversations,
    verdicts,
    expectations: [],
    failOn: command.failOn,
    incomplete: whyIncomplete(results),
    known: { checks: [], targets: [], scenarios: [], conversations: [] },
  });
  if (command.report !== undefined) {
    const { buildReport } = await import('../report/site/build.ts');
    writeResults(join(command.report, 'results.jsonl'), results);
    const pages = await buildReport({
      results,
      evidence: (cassette) => held.get(cassette)?.exchanges ?? { problem: 'nothing was held' },
      folder: command.report,
    });
    tell(plain(`${pages} pages: ${join(command.report, 'index.html')}`));
  }
  if (command.json === true) {
    stdout.write(formatResults(results));
    if (exitCode(weighed) === 2) tell(plain(decisionOf(weighed)));
  } else stdout.write(`${summarise(results, weighed, command.report ?? 'memory')}\n`);
  return { results, exitCode: exitCode(weighed) };
}

function tellFailures(
  { conversation, verdicts }: ConversationResult,
  rules: readonly Rule[],
  tell: (text: string) => void,
): void {
  const failed = verdicts.filter(
    ({ outcome, level }) => outcome === 'error' || (outcome === 'fail' && level !== 'MAY'),
  );
  if (failed.length === 0) return;
  tell(pc.bold(plain(`${conversation.scenario} · ${conversation.delivery}`)));
  for (const verdict of failed) {
    const rule = rules.find(({ id }) => id === verdict.check);
    tell(`${headline(verdict)}\n${describeVerdict(verdict, rule)}`);
  }
}
