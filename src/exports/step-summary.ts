/** The summary of a GitHub job: Markdown with the decision of a gate and the reasons. */

import { decisionOf, exitCode, type Gate, type RateVerdict } from '../gate/gate.ts';
import type { Level } from '../judge/verdict.ts';
import type { RunDiff } from '../results/diff.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { thousands } from '../text/display.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { type Alike, joinSamples, rateOf, shownKey, shownName, shownText, storyOfAlike } from './words.ts';

/** GitHub rejects a summary above 1 MiB (1,048,576 bytes) and then shows nothing. */
const MOST_BYTES = 1_000_000;

/** The maximum number of entries in a list. The report has the others. */
const MOST_ENTRIES = 100;

/**
 * Returns the decision of a gate as GitHub-flavoured Markdown, with the failures, the thresholds and a line for each
 * target. Text from providers is escaped, and the whole stays below GitHub's limit.
 *
 * @param baseline the changes since the run that the gate compared with; null without such a run
 */
export function toStepSummary(results: Results, weighed: Gate, baseline: RunDiff | null = null): string {
  return withinLimit([
    `## Tool calling: ${DECISIONS[exitCode(weighed)]}\n`,
    ...(exitCode(weighed) === 2 ? [`${code(shownText(decisionOf(weighed)))}\n`] : []),
    counted(results),
    ...list(
      baseline === null ? 'Failures' : 'New failures',
      joinSamples(weighed.newFailures).map(failureEntry),
    ),
    ...(baseline === null ? [] : changes(baseline)),
    ...list('Below the threshold', weighed.rates.filter(isBelow).map(rateEntry)),
    ...list(
      'Stale expectations',
      weighed.stale.map(
        ({ expectation, why }) =>
          `${code(shownName(`${expectation.file}:${expectation.line}`))} ${code(shownText(why))}`,
      ),
    ),
    ...list('Checks that broke', joinSamples(weighed.errors).map(brokenEntry)),
    ...list('Skipped targets', Object.entries(results.run.skipped ?? {}).map(skippedEntry)),
    ...targetTable(results),
  ]);
}

const DECISIONS: Readonly<Record<0 | 1 | 2, string>> = {
  0: 'passed',
  1: 'conformance failures',
  2: 'the run could not be completed',
};

function counted({ end }: Results): string {
  const { conversations, exchanges } = end.counts;
  const cut = end.aborted ? ' The run was aborted: what it did not reach is missing.' : '';
  return `${plural(conversations, 'conversation')} (${plural(exchanges, 'exchange')}) judged.${cut}\n`;
}

function failureEntry(alike: Alike): string {
  return `**${alike.verdict.level}** ${brokenEntry(alike)}`;
}

function isBelow({ standing }: RateVerdict): boolean {
  return standing === 'broken' || standing === 'unproven';
}

function rateEntry(rate: RateVerdict): string {
  return `${code(shownName(`${rate.target} · ${rate.check}`))}<br>${code(rateOf(rate))}`;
}

function skippedEntry([target, why]: readonly [string, string]): string {
  return `${code(shownName(target))}: ${code(shownText(why))}`;
}

function brokenEntry(alike: Alike): string {
  return `${code(shownKey(alike.verdict))}<br>${code(storyOfAlike(alike))}`;
}

function changes({ newlyFailing, newlyPassing, unknownNow, vanished, added, removed }: RunDiff): string[] {
  const entry = (change: RunDiff['added'][number]) =>
    `**${change.level}** ${code(shownKey({ ...change, sample: 1 }))} ${change.before} → ${change.after}${change.known ? ' (known)' : ''}`;
  const conversation = ({ target, scenario, delivery }: RunDiff['vanished'][number]) =>
    code(shownName(`${target} · ${scenario} · ${delivery}`));
  return [
    '### Since the baseline\n',
    `${thousands(newlyFailing.length)} newly failing, ${thousands(newlyPassing.length)} newly passing, ${thousands(unknownNow.length)} unknown now, ${thousands(added.length)} added, ${thousands(removed.length)} removed, ${thousands(vanished.length)} conversations vanished.\n`,
    ...list('Newly failing', newlyFailing.map(entry)),
    ...list('Newly passing', newlyPassing.map(entry)),
    ...list('Vanished conversations', vanished.map(conversation)),
  ];
}

function list(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const left = entries.length - MOST_ENTRIES;
  return [
    `### ${title} (${thousands(entries.length)})\n`,
    ...entries.slice(0, MOST_ENTRIES).map((entry) => `- ${entry}`),
    ...(left > 0 ? [`- … and ${thousands(left)} more, in the report`] : []),
    '',
  ];
}

/** Returns one row per target, in the order of the run: separate counts, no score. */
function targetTable({ run, conversations, verdicts }: Results): string[] {
  const conversationsOf = groupBy(conversations, ({ target }) => target);
  const verdictsOf = groupBy(verdicts, ({ target }) => target);
  const rows = Object.keys(run.targets).map((target) =>
    targetRow(target, conversationsOf.get(target) ?? [], verdictsOf.get(target) ?? []),
  );
  return [
    `### Targets (${thousands(rows.length)})\n`,
    '| target | conversations | passed | MUST fails | SHOULD fails | known | inconclusive | by model or client | error |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    '',
  ];
}

function targetRow(
  target: string,
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): string {
  const failures = verdicts.filter(({ outcome }) => outcome === 'fail');
  const unexpected = failures.filter(({ expectation }) => expectation === null);
  const byProvider = (level: Level) =>
    unexpected.filter((verdict) => verdict.level === level && verdict.subject === 'provider').length;
  const cells = [
    conversations.length,
    conversations.reduce((sum, { passed }) => sum + passed.length, 0),
    byProvider('MUST'),
    byProvider('SHOULD'),
    failures.length - unexpected.length,
    verdicts.filter(({ outcome }) => outcome === 'inconclusive').length,
    unexpected.filter(({ subject }) => subject !== 'provider').length,
    verdicts.filter(({ outcome }) => outcome === 'error').length,
  ];
  return `| ${[code(shownName(target)), ...cells.map(thousands)].join(' | ')} |`;
}

/** Returns the lines up to the limit. The last line says how many are missing. */
function withinLimit(lines: readonly string[]): string {
  let bytes = 0;
  const kept = lines.findIndex((line) => {
    bytes += Buffer.byteLength(line) + 1;
    return bytes > MOST_BYTES;
  });
  if (kept === -1) return `${lines.join('\n')}\n`;
  const left = `\n… ${thousands(lines.length - kept)} more lines, left out for the limit of GitHub; the report has them.`;
  return `${[...lines.slice(0, kept), left].join('\n')}\n`;
}

/**
 * Escapes foreign text as code. Every ASCII character with a meaning in Markdown or HTML becomes a character reference.
 * Inside code, GitHub does not turn names, numbers and commits into links.
 */
function code(text: string): string {
  const inert = text.replaceAll(/[!-+./:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<code>${inert}</code>`;
}
