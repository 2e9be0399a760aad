/** Verdicts in words, for formats that hold only plain text. */
import type { RateVerdict } from '../gate/gate.ts';
import type { PlacedFinding } from '../judge/verdict.ts';
import { verdictKeyOf } from '../results/page-addresses.ts';
import type { VerdictRecord } from '../results/results.ts';
import { plainText } from '../text/display.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';

/** Maximum lengths in characters. */
const LONGEST_NAME = 300;
const LONGEST_TEXT = 500;

/** Returns a name chosen by a provider or a recording, on one line. */
export function shownName(name: string): string {
  return plain(plainText(name, LONGEST_NAME));
}

/** Returns a text that a provider wrote, or that quotes one, on one line. */
export function shownText(text: string): string {
  return plain(plainText(text, LONGEST_TEXT));
}

/**
 * Returns `target · scenario · delivery · check`. Names are cut separately, so that a long one does not hide the
 * others.
 */
export function shownKey(verdict: Parameters<typeof verdictKeyOf>[0]): string {
  const { target, scenario } = verdict;
  return verdictKeyOf({ ...verdict, target: shownName(target), scenario: shownName(scenario) });
}

/** Returns a place such as `exchange 2, event 5, choices[0].delta`. */
export function placeOf({ exchange, event, path }: PlacedFinding): string {
  return [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [shownName(path)]),
  ].join(', ');
}

/** Explains in one line why a verdict is not a pass: the first finding with its place, or the reason. */
export function storyOf({ findings, findingCount, reason }: VerdictRecord): string {
  const [first] = findings;
  if (first === undefined) return shownText(reason ?? '');
  const more = findingCount > 1 ? ` (and ${findingCount - 1} more)` : '';
  return `${placeOf(first)}: ${shownText(first.message)}${more}`;
}

/** Returns the line of an exchange in its cassette, counted from 1; null if unknown. */
export type LineOf = (cassette: string, exchange: number) => number | null;

/** Returns the line of the first finding; null without a finding, or if the finding is about the whole conversation. */
export function lineOfFirst(
  { findings: [first] }: VerdictRecord,
  cassette: string,
  lineOf: LineOf,
): number | null {
  return first === undefined || first.exchange === 0 ? null : lineOf(cassette, first.exchange);
}

/** Verdicts that differ only in their sample, as one. */
export interface Alike {
  readonly verdict: VerdictRecord;
  readonly samples: number;
}

/** Joins the samples of a conversation that have the same outcome, in order of first appearance. */
export function joinSamples(verdicts: readonly VerdictRecord[]): Alike[] {
  const groups = groupBy(verdicts, ({ target, scenario, delivery, check, level, outcome }) =>
    JSON.stringify([target, scenario, delivery, check, level, outcome]),
  );
  return [...groups.values()].flatMap((alike) => {
    const [verdict] = alike.toSorted((left, right) => left.sample - right.sample);
    return verdict === undefined ? [] : { verdict, samples: alike.length };
  });
}

/** Same as {@link storyOf}, with the number of samples if there are several. */
export function storyOfAlike({ verdict, samples }: Alike): string {
  return samples === 1 ? storyOf(verdict) : `${storyOf(verdict)}; in ${samples} samples`;
}

/** Returns a text such as `weather, streaming: 3 of 10 samples passed, at least 90 % are to`. */
export function rateOf({ scenario, delivery, passed, judged, threshold, standing }: RateVerdict): string {
  const wanted = `at least ${Number((100 * threshold).toPrecision(12))} % are to`;
  const sure = standing === 'unproven' ? ', which may be chance' : '';
  return `${shownName(scenario ?? '')}, ${delivery}: ${passed} of ${judged} samples passed, ${wanted}${sure}`;
}
