/** usage: the counts of usageMetadata. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { isCount } from '../../../checks/usage-sums.ts';
import {
  among,
  broken,
  type Check,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isPresent } from '../../../reading/presence.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { RESPONSE, SDK } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';

type Run = Check<GeminiReading>['run'];

/** A total must arrive, in any chunk. */
export const present: Run = ({ turn, blocked, chunks }) => {
  if (turn.usages.some(({ json }) => isPresent(json['totalTokenCount']))) return HOLDS;
  if (blocked !== null) return inconclusive('the prompt was blocked');
  const last = turn.usages.at(-1);
  const [strange] = turn.strangeUsage;
  const bare = chunks.findLast(({ json }) => isObject(json['usageMetadata']));
  const place =
    last !== undefined
      ? { value: last.json, event: last.event, path: 'usageMetadata.totalTokenCount' }
      : (strange ?? {
          value: bare?.json['usageMetadata'],
          event: bare?.event ?? null,
          path: 'usageMetadata',
        });
  return broken(findingAt(place, 'no usage came', 'usageMetadata with a totalTokenCount'));
};

/** Thoughts are counted separately from candidates; calls are counted in candidates. */
export const counted: Run = ({ turn, blocked }) => {
  const last = turn.usages.at(-1);
  if (last === undefined) return NOT_APPLICABLE;
  if (blocked !== null) return inconclusive('the prompt was blocked');
  if (!isCount(last.prompt) || !isCount(last.completion)) return inconclusive('the counts are no integers');
  const generated = turn.choices.some(({ text, calls }) => text !== '' || calls.length > 0);
  const counts: (readonly [string, Json])[] = [['promptTokenCount', last.prompt]];
  if (generated) counts.push(['candidatesTokenCount', last.completion]);
  return among(
    counts,
    counts
      .filter(([, value]) => value === 0)
      .map(([name]) =>
        findingAt(
          { value: last.json[name], event: last.event, path: `usageMetadata.${name}` },
          'there were tokens, and none is counted',
          'more than 0',
        ),
      ),
  );
};

/** If Google fetches a file from elsewhere, only the total counts its tokens, and the prompt count is omitted. */
export function unlessFetched(run: Run): Run {
  return (reading, at) => {
    const isUncounted = !isPresent(reading.turn.usages.at(-1)?.json['promptTokenCount']);
    return isUncounted && reading.request.media
      ? inconclusive('the total alone counts a file that was fetched')
      : run(reading, at);
  };
}

export const usage: RulesInDialect<GeminiReading> = {
  'usage/details-sum': {
    authority: [RESPONSE('The details list the modalities that a count consists of.')],
    run: ({ turn, parts }) => {
      if (parts.some(({ json }) => isPresent(json['inlineData']))) return NOT_APPLICABLE;
      const faults: Finding[] = [];
      let isDetailed = false;
      for (const report of turn.usages) {
        for (const { name, counter } of DETAILED) {
          const sum = sumOf(report.json[name]);
          const count = report.json[counter] ?? 0;
          if (sum === null || !isCount(count)) continue;
          isDetailed = true;
          if (sum === count) continue;
          const place = { value: report.json[name], event: report.event, path: `usageMetadata.${name}` };
          faults.push(findingAt(place, `the details add up to ${sum}`, wordOf(count)));
        }
      }
      return isDetailed ? among(1, faults) : NOT_APPLICABLE;
    },
  },
  'usage/last': {
    title: 'The last chunk carries the total',
    authority: [SDK('Clients take the usage of the last chunk.')],
    needsEnd: true,
    voidWhen: 'truncated',
    run: ({ turn, chunks, blocked }) => {
      const last = chunks.at(-1);
      if (last === undefined || turn.usages.length === 0 || blocked !== null) return NOT_APPLICABLE;
      const usageMetadata = last.json['usageMetadata'];
      if (isObject(usageMetadata) && isPresent(usageMetadata['totalTokenCount'])) return HOLDS;
      const place = { value: usageMetadata, event: last.event, path: 'usageMetadata' };
      return broken(
        findingAt(place, 'an earlier chunk had counts, and the last has no total', 'a totalTokenCount'),
      );
    },
  },
  'usage/cumulative': {
    title: 'A count shrinks within a stream',
    departs: {
      level: 'MAY',
      impact: 'minor',
      because: 'counts of real streams do shrink, so a client takes the last one',
    },
    authority: [SDK('Every chunk may bring counts, and the last ones count.')],
    run: ({ turn: { usages } }) => {
      if (usages.length < 2) return NOT_APPLICABLE;
      const faults: Finding[] = [];
      let before = usages[0];
      for (const report of usages) {
        for (const name of SHRINKING) {
          const now = report.json[name];
          if (!isCount(now)) continue;
          const then = before?.json[name];
          if (!isCount(then) || now >= then) continue;
          const place = { value: now, event: report.event, path: `usageMetadata.${name}` };
          faults.push(findingAt(place, `an earlier chunk counted ${then}`, 'nothing: the last one counts'));
        }
        before = report;
      }
      return among(1, faults);
    },
  },
};

const SHRINKING = [
  'promptTokenCount',
  'candidatesTokenCount',
  'thoughtsTokenCount',
  'toolUsePromptTokenCount',
  'totalTokenCount',
];

const DETAILED = [
  { name: 'promptTokensDetails', counter: 'promptTokenCount' },
  { name: 'candidatesTokensDetails', counter: 'candidatesTokenCount' },
  { name: 'toolUsePromptTokensDetails', counter: 'toolUsePromptTokenCount' },
];

/** Returns the tokens of all modalities; null if none is listed. */
function sumOf(details: Json): number | null {
  if (!Array.isArray(details) || details.length === 0) return null;
  let sum = 0;
  for (const detail of details) {
    if (isObject(detail) && isCount(detail['tokenCount'])) sum += detail['tokenCount'];
  }
  return sum;
}
