/** usage: what usageMetadata counts. */
import { type Check, faultAt, inconclusive, type Judgement, NOT_APPLICABLE } from '../../../check.ts';
import { isCount } from '../../../checks/usage.ts';
import { isObject, type Json, type JsonObject, type UsageReading } from '../../../reading.ts';
import { isPresent, listOf } from '../../wire/presence.ts';
import { RESPONSE, SDK } from '../authorities.ts';
import type { GeminiReading } from '../read.ts';

type Run = Check<GeminiReading>['run'];

/** A total arrived, in whatever chunk. */
export const present: Run = ({ turn, blocked, chunks }) => {
  if (turn.usages.some(({ json }) => isPresent(json['totalTokenCount']))) return [];
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
  return [faultAt(place, 'no usage came', 'usageMetadata with a totalTokenCount')];
};

/** Thoughts stand beside the candidates, and what was called is counted in them. */
export const counted: Run = ({ turn, blocked }) => {
  const last = turn.usages.at(-1);
  if (last === undefined) return NOT_APPLICABLE;
  if (blocked !== null) return inconclusive('the prompt was blocked');
  if (!isCount(last.prompt) || !isCount(last.completion)) return inconclusive('the counts are no integers');
  const generated = turn.choices.some(({ text, calls }) => text !== '' || calls.length > 0);
  const counts: (readonly [string, Json])[] = [['promptTokenCount', last.prompt]];
  if (generated) counts.push(['candidatesTokenCount', last.completion]);
  return counts
    .filter(([, value]) => value === 0)
    .map(([name]) =>
      faultAt(
        { value: last.json[name], event: last.event, path: `usageMetadata.${name}` },
        'there were tokens, and none is counted',
        'more than 0',
      ),
    );
};

export const usage: readonly Check<GeminiReading>[] = [
  {
    id: 'usage/details-sum',
    title: 'The details of a count, where sent, add up to it',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'provider',
    authority: [RESPONSE('The details list the modalities that a count consists of.')],
    answer: 'either',
    run: ({ turn, parts }) => {
      if (parts.some(({ json }) => isPresent(json['inlineData']))) return NOT_APPLICABLE;
      const detailed = turn.usages.flatMap((report) =>
        detailsOf(report).map((each) => ({ report, ...each })),
      );
      if (detailed.length === 0) return NOT_APPLICABLE;
      return detailed
        .filter(({ sum, count }) => sum !== count)
        .map(({ report, name, sum, count }) =>
          faultAt(
            { value: report.json[name], event: report.event, path: `usageMetadata.${name}` },
            `the details add up to ${sum}`,
            String(count),
          ),
        );
    },
  },
  {
    id: 'usage/last',
    title: 'The last chunk carries the total',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'provider',
    authority: [SDK('Clients take the usage of the last chunk.')],
    answer: 'streaming',
    needsEnd: true,
    voidWhen: 'truncated',
    run: ({ turn, chunks, blocked }): Judgement => {
      const last = chunks.at(-1);
      if (last === undefined || turn.usages.length === 0 || blocked !== null) return NOT_APPLICABLE;
      const usageMetadata = last.json['usageMetadata'];
      if (isObject(usageMetadata) && isPresent(usageMetadata['totalTokenCount'])) return [];
      const place = { value: usageMetadata, event: last.event, path: 'usageMetadata' };
      return [faultAt(place, 'an earlier chunk had counts, and the last has no total', 'a totalTokenCount')];
    },
  },
  {
    id: 'usage/cumulative',
    title: 'A count shrinks within a stream',
    level: 'MAY',
    impact: 'minor',
    subject: 'provider',
    authority: [SDK('Every chunk may bring counts, and the last ones count.')],
    answer: 'streaming',
    run: ({ turn: { usages } }) => {
      if (usages.length < 2) return NOT_APPLICABLE;
      return usages.slice(1).flatMap((report, before) =>
        SHRINKING.flatMap((name) => {
          const [then, now] = [usages[before]?.json[name], report.json[name]];
          if (!isCount(then) || !isCount(now) || now >= then) return [];
          const place = { value: now, event: report.event, path: `usageMetadata.${name}` };
          return [faultAt(place, `an earlier chunk counted ${then}`, 'nothing: the last one counts')];
        }),
      );
    },
  },
];

const SHRINKING = [
  'promptTokenCount',
  'candidatesTokenCount',
  'thoughtsTokenCount',
  'toolUsePromptTokenCount',
  'totalTokenCount',
];

const DETAILED = [
  ['promptTokensDetails', 'promptTokenCount'],
  ['candidatesTokensDetails', 'candidatesTokenCount'],
  ['toolUsePromptTokensDetails', 'toolUsePromptTokenCount'],
] as const;

function detailsOf({ json }: UsageReading): { name: string; sum: number; count: number }[] {
  return DETAILED.flatMap(([name, counter]) => {
    const details = listOf(json[name]).filter(isObject);
    const count = json[counter] ?? 0;
    if (details.length === 0 || !isCount(count)) return [];
    return [{ name, sum: details.reduce((sum, detail) => sum + tokensOf(detail), 0), count }];
  });
}

function tokensOf({ tokenCount }: JsonObject): number {
  return isCount(tokenCount) ? tokenCount : 0;
}
