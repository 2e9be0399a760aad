/** usage: the rules that only this dialect has, and the shared rules that it changes. A stream reports usage twice. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { type Breakdown, partsAddUp } from '../../../checks/usage-sums.ts';
import {
  among,
  broken,
  type Check,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { Seen, UsageReport } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject, numberOf, wordOf } from '../../../text/json.ts';
import { CACHING, COMPACTION, FALLBACK, STREAMING, seenBroken } from '../authorities.ts';
import type { MessagesReading } from '../codec/read.ts';
import { INPUT_COUNTERS } from '../codec/usage.ts';

export const usage: RulesInDialect<MessagesReading> = {
  'usage/start-counted': {
    authority: [STREAMING('message_start reports the input tokens.'), ...seenBroken('usage/start-counted')],
    run: unlessCompactedAlone((reading) => {
      const opening = openingOf(reading);
      if (opening === undefined) return NOT_APPLICABLE;
      if (opening.prompt === undefined) return inconclusive('the counts are no integers: see usage/integers');
      if (opening.prompt !== 0) return HOLDS;
      return broken(
        findingAt(
          counterOf(opening, 'input_tokens'),
          'no input is counted where clients look',
          'more than 0',
        ),
      );
    }),
  },
  'usage/cumulative': {
    title: 'output_tokens never falls from message_start through the message_deltas',
    authority: [
      STREAMING('The token counts of message_delta are cumulative.'),
      COMPACTION('They leave out what a compaction took, though message_start counted it.'),
      FALLBACK('They are those of the model that took over, though message_start counted for the first.'),
    ],
    run: ({ turn, blocks }) => {
      if (blocks.some(({ type }) => COUNTED_APART.has(type)))
        return inconclusive('the answer has parts that are counted apart');
      const told = turn.usages.filter(({ json }) => isNatural(json['output_tokens']));
      if (told.length < 2) return NOT_APPLICABLE;
      return among(
        told,
        told.slice(1).flatMap((report, at) => {
          const before = numberOf(told[at]?.json['output_tokens']);
          if (numberOf(report.json['output_tokens']) >= before) return [];
          const message = `event ${told[at]?.event} had counted more`;
          return [findingAt(counterOf(report, 'output_tokens'), message, `${before} or more`)];
        }),
      );
    },
  },
  'usage/input-stable': {
    authority: [STREAMING('The counts are of the whole message, whose input is known when it begins.')],
    run: (reading) => {
      const opening = openingOf(reading);
      const later = reading.turn.usages.filter((report) => report !== opening);
      const counters = INPUT_COUNTERS.filter((name) => isNatural(opening?.json[name]));
      const told = later.flatMap((report) =>
        counters.filter((name) => isNatural(report.json[name])).map((name) => ({ report, name })),
      );
      if (opening === undefined) return NOT_APPLICABLE;
      const added = later.flatMap((report) =>
        INPUT_COUNTERS.filter((name) => isCounted(report.json[name]) && !isPresent(opening.json[name])).map(
          (name) => ({ report, name }),
        ),
      );
      // Results of server tools within the answer also count as input.
      if (told.length + added.length === 0 || reading.request.serverTools) return NOT_APPLICABLE;
      if (reading.request.countsDiffer !== null) return inconclusive(reading.request.countsDiffer);
      if (opening.prompt === 0) return inconclusive('message_start counts no input: see usage/start-counted');
      return among(told.length + added.length, [
        ...told
          .filter(({ report, name }) => report.json[name] !== opening.json[name])
          .map(({ report, name }) =>
            findingAt(counterOf(report, name), 'message_start counted otherwise', wordOf(opening.json[name])),
          ),
        // Otherwise, a client that adds up the counters would get more input at the end than at the beginning.
        ...added.map(({ report, name }) =>
          findingAt(
            counterOf(report, name),
            'message_start did not count these',
            'the counters of message_start',
          ),
        ),
      ]);
    },
  },
  'usage/once': {
    title: 'One message_delta comes',
    authority: [STREAMING('The flow of a stream has its message_delta between the blocks and message_stop.')],
    run: ({ byType }) => {
      const [first, ...others] = byType.get('message_delta') ?? [];
      if (first === undefined) return NOT_APPLICABLE;
      return among(
        1,
        others.map(({ event }) => ({
          event,
          path: 'type',
          message: `event ${first.event} had been the message_delta`,
          found: '"message_delta"',
          expected: 'one message_delta',
        })),
      );
    },
  },
  'usage/cache-breakdown': {
    authority: [
      CACHING('cache_creation breaks cache_creation_input_tokens down by the time that they live.'),
    ],
    run: ({ turn }) => partsAddUp(turn.usages.map(breakdownOf)),
  },
};

/** Blocks after which the counts of the message belong to another attempt. */
const COUNTED_APART: ReadonlySet<string> = new Set(['compaction', 'fallback']);

/** If an answer stops after its compaction, no tokens count as the message's own. */
export function unlessCompactedAlone(rule: Check<MessagesReading>['run']): Check<MessagesReading>['run'] {
  return (reading, at) =>
    reading.turn.choices.some(({ finishes }) => finishes.some(({ value }) => value === 'compaction'))
      ? inconclusive('the answer is a compaction, whose tokens are counted apart')
      : rule(reading, at);
}

/** A stream must report usage in both the message and a message_delta. */
export function present(reading: MessagesReading): Judgement {
  const { turn, delivery, message } = reading;
  const [strange] = turn.strangeUsage;
  const opening = delivery === 'buffered' ? 'usage' : 'message.usage';
  const missing = (path: string, event: number | null): Finding[] =>
    turn.usages.some((report) => report.path === path)
      ? []
      : [
          findingAt(
            strange?.path === path ? strange : { event, path, value: undefined },
            'no usage came',
            'an object',
          ),
        ];
  if (delivery === 'buffered') return among(1, missing(opening, null));
  if (message === null) return inconclusive('the message never started: see events/start');
  return among(1, [...missing(opening, message.event), ...missing('usage', reading.lastEvent)]);
}

function openingOf({ turn }: MessagesReading): UsageReport | undefined {
  return turn.usages.find(({ path }) => path !== 'usage');
}

function counterOf({ event, path, json }: UsageReport, name: string): Seen {
  return { event, path: `${path}.${name}`, value: json[name] };
}

function breakdownOf(report: UsageReport): Breakdown {
  const parts: JsonObject = isObject(report.json['cache_creation']) ? report.json['cache_creation'] : {};
  return {
    whole: counterOf(report, 'cache_creation_input_tokens'),
    parts: [parts['ephemeral_5m_input_tokens'], parts['ephemeral_1h_input_tokens']].filter(isPresent),
  };
}

function isCounted(value: Json): boolean {
  return isNatural(value) && value > 0;
}
