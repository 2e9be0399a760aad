/** usage: the chunk of a stream that carries it. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { OAS_REQUEST, OAS_USAGE, seenBroken } from '../authorities.ts';
import type { ChatReading } from '../codec/read.ts';

export const usage: RulesInDialect<ChatReading> = {
  'usage/chunk-choices-empty': {
    authority: [
      OAS_REQUEST('The choices field of the usage chunk is always an empty array.'),
      ...seenBroken('usage/chunk-choices-empty'),
    ],
    asked: ({ usagePromised }) => usagePromised,
    run: overUsageChunks((carriers) => {
      const last = carriers.at(-1);
      if (last === undefined) return NOT_APPLICABLE;
      const { choices } = last.json;
      if (!Array.isArray(choices)) return inconclusive('choices is no list: see shape/chunk');
      if (choices.length === 0) return HOLDS;
      const seen = { value: choices, event: last.event, path: 'choices' };
      return broken(findingAt(seen, 'usage rides on a chunk with a choice', '[]'));
    }),
  },
  'usage/once': {
    title: 'One chunk carries usage',
    asked: ({ json }) => !asksForRunningUsage(json),
    authority: [OAS_REQUEST('One additional chunk brings the usage; it is null in all others.')],
    run: overUsageChunks((carriers) =>
      among(
        carriers,
        carriers
          .slice(1)
          .map(({ json, event }) =>
            findingAt(
              { value: json['usage'], event, path: 'usage' },
              `event ${carriers[0]?.event} had brought it`,
              'null',
            ),
          ),
      ),
    ),
  },
  'usage/last': {
    title: 'No chunk with choices follows the usage chunk',
    authority: [OAS_REQUEST('The usage chunk is streamed before the [DONE] message, after all others.')],
    skipsAudio: true,
    run: overUsageChunks((carriers, { chunks }) => {
      const end = carriers.at(-1)?.event ?? 0;
      return among(
        chunks,
        chunks
          .filter(
            ({ json, event }) =>
              (event ?? 0) > end && Array.isArray(json['choices']) && json['choices'].length > 0,
          )
          .map(({ json, event }) =>
            findingAt(
              { value: json['choices'], event, path: 'choices' },
              `usage came before, in event ${end}`,
              'no choices',
            ),
          ),
      );
    }),
  },
  'usage/null-elsewhere': {
    authority: [OAS_USAGE('All other chunks include a usage field with the value null.')],
    asked: ({ usagePromised }) => usagePromised,
    run: overUsageChunks((_, { chunks }) => {
      const lacking = chunks.filter(({ json }) => json['usage'] === undefined);
      const [first] = lacking;
      if (first === undefined) return HOLDS;
      const message = `${lacking.length} of ${chunks.length} chunks leave usage out, this one first`;
      return broken(findingAt({ value: undefined, event: first.event, path: 'usage' }, message, 'null'));
    }),
  },
};

/** Runs a rule on the chunks that carry usage; usage/present reports that there are none. */
function overUsageChunks(rule: (carriers: readonly Chunk[], reading: ChatReading) => Judgement) {
  return (reading: ChatReading): Judgement => {
    const { usageCarriers } = reading.envelope;
    return usageCarriers.length === 0 ? NOT_APPLICABLE : rule(usageCarriers, reading);
  };
}

/** On request, vLLM sends usage in every chunk. */
function asksForRunningUsage(json: Json): boolean {
  const options = isObject(json) ? json['stream_options'] : undefined;
  return isObject(options) && options['continuous_usage_stats'] === true;
}
