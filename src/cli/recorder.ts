/** `recorder`: the second process of `watch`, which starts it. It receives the traffic events, and outlives the tap. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { auditedExchanges } from '../audit/audit.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { FailOn } from '../gate/gate.ts';
import { describeVerdict } from '../playwright/messages.ts';
import type { ReportInput } from '../report/site/build.ts';
import { formatResults } from '../results/jsonl.ts';
import { messageOf } from '../system/failure.ts';
import { ArrivingExchanges, type EndedExchange } from '../tap/arriving-exchanges.ts';
import { type FoundInConversation, WatchedTraffic } from '../tap/watched-traffic.ts';
import { wireEventsSchema } from '../tap/wire-event.ts';
import { columnsOf } from '../terminal/columns.ts';
import { plain } from '../text/plain-text.ts';
import { Backlog } from './backlog.ts';
import type { Host } from './host.ts';
import { sayToTap } from './recorder-process.ts';
import { writeReportFolder } from './report-folder.ts';

const SAID_TOGETHER_MS = 50;

export interface RecorderCommand {
  readonly failOn: FailOn;
  /** In bytes. */
  readonly kept: string;
  readonly save?: string;
  readonly report?: string;
  readonly json?: true;
  readonly keepSecrets?: true;
}

/** @returns the exit code: 0 passed, 1 conformance failures, 2 something could not be written, or nothing was judged */
export async function recorderCommand(command: RecorderCommand, { stdout, stderr }: Host): Promise<number> {
  const { failOn, save, report, json } = command;
  const keptBytes = Number(command.kept);
  const folder = save ?? mkdtempSync(join(tmpdir(), 'toolcall-conformance-'));
  const tell = (text: string) => void (json === true ? stderr : stdout).write(`${text}\n`);
  let findings = 0;
  const traffic = new WatchedTraffic({
    folder,
    startedAt: new Date(),
    failOn,
    recorded: json === true || report !== undefined,
    keptBytes,
    keepSecrets: command.keepSecrets === true,
    onFound: (found) => {
      findings += found.news.length;
      tell(describeFound(found));
    },
  });
  const problem = await hearAll(new ArrivingExchanges(keptBytes), traffic);
  const { exitCode, leftOut, text, decision, recorded } = traffic.finish();
  for (const line of leftOut) stderr.write(`${line}\n`);
  if (json === true && recorded !== null) stdout.write(formatResults(recorded.results));
  else tell(text(columnsOf(stdout)));
  if (json === true && exitCode === 2) tell(plain(decision));
  if (report !== undefined && recorded !== null) {
    const exchangesOf = auditedExchanges(recorded);
    const evidence: ReportInput['evidence'] = (_, conversation) => exchangesOf(conversation);
    tell(await writeReportFolder({ results: recorded.results, evidence, folder: report }, { stderr }));
  }
  if (problem !== null) stderr.write(`${pc.red('error')}: ${plain(problem)}\n`);
  const code = problem === null ? exitCode : 2;
  // Findings need their evidence, and the summary names its files.
  const isFound = code !== 0 || findings > 0;
  const isWanted = save !== undefined || (isFound && readdirSync(folder).length > 0);
  if (!isWanted) rmSync(folder, { recursive: true, force: true });
  else if (existsSync(folder)) stderr.write(plain(`the recordings are in ${folder}`).concat('\n'));
  return code;
}

/**
 * Takes the events of the tap until the channel closes, then ends the exchanges that are still in progress.
 *
 * @returns why something could not be written; null when everything was
 */
async function hearAll(arriving: ArrivingExchanges, traffic: WatchedTraffic): Promise<string | null> {
  let problem: string | null = null;
  const take = async (ended: EndedExchange) => {
    try {
      await traffic.take(ended);
    } catch (error) {
      problem ??= messageOf(error);
    }
  };
  const isDone = sayInLists();
  const backlog = new Backlog();
  process.on('message', (message) => {
    backlog.hear();
    for (const event of wireEventsSchema.parse(message)) {
      const ended = arriving.take(event);
      if (ended === null) continue;
      backlog.add(async () => {
        await take(ended);
        isDone(event.id);
      });
    }
  });
  const closed = new Promise<void>((resolve) => process.once('disconnect', resolve));
  sayToTap({ kind: 'listening' });
  await closed;
  await backlog.finish();
  for (const ended of arriving.breakOff()) await take(ended);
  return problem;
}

/** Each message wakes the tap, so several exchanges share one message. */
function sayInLists(): (id: number) => void {
  let ids: number[] = [];
  const say = () => {
    sayToTap({ kind: 'judged', ids });
    ids = [];
  };
  return (id) => {
    ids.push(id);
    if (ids.length === 1) setTimeout(say, SAID_TOGETHER_MS).unref();
  };
}

const COLOURS = { MUST: pc.red, SHOULD: pc.yellow, MAY: pc.dim } as const;

/** Formats the news: for each check a heading with the target and the subject, then the full description. */
function describeFound({ target, result, news }: FoundInConversation): string {
  const { rules } = dialectOf(target.dialect);
  const { scenario, delivery } = result.conversation;
  return news
    .map((verdict) => {
      const rule = rules.find(({ id }) => id === verdict.check);
      const whose = verdict.outcome === 'error' ? 'a bug of this suite' : `broken by the ${verdict.subject}`;
      const heading = plain(
        `${target.id} · ${delivery} · ${scenario}: ${verdict.level} ${verdict.check}, ${whose}`,
      );
      return `${COLOURS[verdict.level](pc.bold(heading))}\n${describeVerdict(verdict, rule)}`;
    })
    .join('\n');
}
