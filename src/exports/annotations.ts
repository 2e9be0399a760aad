/** Renders the findings of a gate as GitHub workflow commands, which annotate the lines of a pull request. */
import type { Gate } from '../gate/gate.ts';
import type { Results, VerdictRecord } from '../results/results.ts';
import {
  joinSamples,
  type LineOf,
  lineOfFirst,
  rateOf,
  shownKey,
  shownName,
  shownText,
  storyOfAlike,
} from './words.ts';

/** GitHub shows at most this many annotations of one kind in one step. */
const MOST_SHOWN = 10;

/**
 * Returns one command per line. An error stands for a counted failure, a check that broke or a threshold that is not
 * met. A warning stands for a stale expectation. If there are more than GitHub shows, the last command counts the rest.
 * Empty if there is nothing to report.
 */
export function toAnnotations(results: Results, weighed: Gate, lineOf: LineOf): string {
  const cassettes = new Map(
    results.conversations.map((conversation) => [keyText(conversation), conversation.cassette]),
  );
  const errors = joinSamples([...weighed.newFailures, ...weighed.errors]).map((alike) => {
    const { verdict } = alike;
    const file = cassettes.get(keyText(verdict));
    const place = file === undefined ? null : { file, line: lineOfFirst(verdict, file, lineOf) };
    const message = `${shownKey(verdict)}: ${storyOfAlike(alike)}`;
    return command('error', place, shownTitle(verdict), message);
  });
  const thresholds = weighed.rates
    .filter(({ standing }) => standing === 'broken')
    .map((rate) => {
      const title = `below the threshold of ${shownName(rate.check)}`;
      return command('error', null, title, `${shownName(rate.target)}: ${rateOf(rate)}`);
    });
  const warnings = weighed.stale.map(({ expectation, why }) => {
    const { file, line, check } = expectation;
    return command('warning', { file, line }, `stale expectation of ${shownName(check)}`, shownText(why));
  });
  return [...capped('error', [...errors, ...thresholds]), ...capped('warning', warnings)]
    .map((text) => `${text}\n`)
    .join('');
}

interface PlaceInFile {
  readonly file: string;
  readonly line: number | null;
}

function shownTitle({ outcome, level, check }: VerdictRecord): string {
  return outcome === 'fail' ? `${level} ${shownName(check)}` : `${shownName(check)} broke`;
}

function capped(kind: 'error' | 'warning', commands: readonly string[]): readonly string[] {
  if (commands.length <= MOST_SHOWN) return commands;
  const left = commands.length - MOST_SHOWN + 1;
  return [
    ...commands.slice(0, MOST_SHOWN - 1),
    command(kind, null, `${left} more`, 'the summary of the job lists them all'),
  ];
}

/** Escapes as GitHub's own toolkit does (packages/core/src/command.ts of actions/toolkit). */
function command(kind: string, place: PlaceInFile | null, title: string, message: string): string {
  const properties = [
    ...(place === null ? [] : [`file=${property(shownName(place.file))}`]),
    ...(place === null || place.line === null ? [] : [`line=${place.line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function keyText(key: Pick<VerdictRecord, 'target' | 'scenario' | 'delivery' | 'sample'>): string {
  return JSON.stringify([key.target, key.scenario, key.delivery, key.sample]);
}
