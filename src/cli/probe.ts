/** `probe`: runs the whole catalogue against one endpoint. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { dialectOf } from '../dialects/catalogue.ts';
import { whyIncomplete } from '../gate/completeness.ts';
import { decisionOf, exitCode, gate } from '../gate/gate.ts';
import { type ProbeOptions, probe } from '../live/probe.ts';
import { formatResults } from '../results/jsonl.ts';
import type { Results, VerdictRecord } from '../results/results.ts';
import { expectWritableFolder } from '../system/write-file.ts';
import { columnsOf } from '../terminal/columns.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { commandLine } from '../text/shell-word.ts';
import { failuresOf } from './findings-as-they-come.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { type ProbeCommand, probeOptions } from './probe-options.ts';
import { timeoutLine } from './timeouts.ts';

/**
 * @returns the exit code, with `--watch` that of the last probe: 0 passed, 1 conformance failures, 2 a check broke, 130
 *   interrupted
 * @throws {SuiteError} when an option is wrong
 */
export async function probeCommand(baseUrl: string, command: ProbeCommand, host: Host): Promise<number> {
  const options = probeOptions(baseUrl, command, host.env);
  for (const folder of [command.report, command.save]) if (folder !== undefined) expectWritableFolder(folder);
  if (options.timeouts !== undefined) host.stderr.write(`${timeoutLine(options.timeouts)}\n`);
  const { length } = options.secrets ?? [];
  if (length > 0) {
    const what = plural(length, 'credential');
    host.stderr.write(`--header and --body: ${what}, masked in all that is written; --key-from reads one\n`);
  }
  const probeOnce = () => probeAndTell(options, command, host);
  if (command.watch !== true) return (await probeOnce()).exitCode;
  const { watch } = await import('./probe-watch.ts');
  return (await watch(probeOnce, host)).exitCode;
}

async function probeAndTell(
  options: ProbeOptions,
  command: ProbeCommand,
  { stdout, stderr, signals }: Host,
): Promise<{ readonly results: Results; readonly exitCode: number; readonly interrupted: boolean }> {
  const tell = (text: string) => void (command.json === true ? stderr : stdout).write(`${text}\n`);
  const dialect = dialectOf(options.dialect);
  const line = await progressLine(stderr);
  let judged = 0;
  const interruption = new AbortController();
  // Each conversation in progress adds a listener.
  setMaxListeners(0, interruption.signal);
  const interrupt = () => interruption.abort();
  signals.on('SIGINT', interrupt);
  const { results, held } = await probe({
    ...options,
    signal: interruption.signal,
    keepEvidence: command.report !== undefined,
    onJudged(result, of) {
      judged += 1;
      line.show(() => `probing: ${judged} of ${plural(of, 'conversation')}`);
      if (command.verbose !== true) return;
      line.clear();
      for (const text of failuresOf(result, dialect.rules)) tell(text);
    },
  }).finally(() => {
    signals.off('SIGINT', interrupt);
    line.clear();
  });
  const interrupted = interruption.signal.aborted;
  const { conversations, verdicts } = results;
  const weighed = gate({
    conversations,
    verdicts,
    expectations: [],
    failOn: command.failOn,
    incomplete:
      interrupted && conversations.length === 0
        ? 'it was interrupted before a conversation ended; run it again'
        : whyIncomplete(results),
    known: { checks: [], targets: [], scenarios: [], conversations: [] },
  });
  if (command.report !== undefined) {
    const { writeReportFolder } = await import('./report-folder.ts');
    const evidence = (cassette: string) => held.get(cassette)?.exchanges ?? { problem: 'nothing was held' };
    tell(await writeReportFolder({ results, evidence, folder: command.report }, { stderr }));
  }
  if (command.json === true) {
    stdout.write(formatResults(results));
    if (exitCode(weighed) === 2) tell(plain(decisionOf(weighed)));
  } else {
    const { summarise } = await import('../gate/summary.ts');
    const { clientBlocks } = await import('../clients/client-blocks.ts');
    const columns = columnsOf(stdout);
    const summary = summarise(results, weighed, {
      file: command.report === undefined ? null : join(command.report, 'results.jsonl'),
      columns,
      aboutTargets: clientBlocks(results, columns),
      nextFor: probeOf(options, command),
    });
    stdout.write(`${summary}\n`);
  }
  if (interrupted && conversations.length > 0)
    tell('interrupted: the summary is of what was judged until then');
  return { results, exitCode: interrupted ? INTERRUPTED : exitCode(weighed), interrupted };
}

/** Returns the command that repeats the conversation of a failure, and prints every finding. */
function probeOf(
  { baseUrl, model, dialect, openrouter, keyHeader, key }: ProbeOptions,
  command: ProbeCommand,
) {
  return ({ scenario, delivery }: VerdictRecord): string =>
    commandLine([
      ...['npx', 'toolcall-conformance', 'probe', baseUrl, '--model', model],
      ...(dialect === 'openai-chat' ? [] : ['--dialect', dialect]),
      ...(openrouter ? ['--openrouter'] : []),
      ...(keyHeader === undefined ? [] : ['--key-header', keyHeader]),
      ...(key === null ? [] : ['--key-from', key.name]),
      ...(command.body === undefined ? [] : ['--body', command.body]),
      // A header value may be a secret.
      ...(command.header ?? []).flatMap((line) => ['--header', `${line.split(':', 1)[0]}: ...`]),
      ...['--scenario', scenario, '--delivery', delivery, '--verbose'],
    ]);
}
