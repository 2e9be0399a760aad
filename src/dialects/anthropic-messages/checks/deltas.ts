/** deltas: streamed calls, identified by the index of their block. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { noneResent, overIndexed, startsWith } from '../../../checks/streamed-blocks.ts';
import { among, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isPresent } from '../../../reading/presence.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { MESSAGE, SDK, STREAMING, seenBroken } from '../authorities.ts';
import type { MessagesReading } from '../codec/read.ts';
import { BLOCK_RULES, overCalls } from './blocks.ts';

export const deltas: RulesInDialect<MessagesReading> = {
  'deltas/index': {
    title: 'Every content_block event has an integer index from 0',
    authority: [STREAMING('Each content block has an index, its place in the final content.')],
    run: BLOCK_RULES.indexed,
  },
  'deltas/index-from-zero': {
    title: 'Blocks start as 0, 1, 2 ... without a gap',
    departs: {
      impact: 'critical',
      because:
        'the SDK appends a block when it starts and finds it by its index, so a gap loses the input of calls',
    },
    authority: [
      STREAMING('The index of a block is its place in the final content.'),
      SDK('Blocks are appended at their start and addressed by index, so a gap loses their deltas.'),
      ...seenBroken('deltas/index-from-zero'),
    ],
    run: overIndexed((_, { bounds }) =>
      BLOCK_RULES.fromZero(
        bounds.filter(({ kind }) => kind === 'start').map(({ event, json: { index } }) => ({ event, index })),
      ),
    ),
  },
  'deltas/one-call-per-index': {
    title: 'No index is started twice',
    authority: [
      STREAMING('The index of a block is its place in the final content, which no two share.'),
      ...seenBroken('deltas/one-call-per-index'),
    ],
    run: overIndexed((_, { bounds }) => {
      const taken = new Set<Json>();
      return among(
        bounds,
        bounds.flatMap(({ kind, event, json: { index: value } }) => {
          if (kind !== 'start') return [];
          const again = taken.has(value);
          taken.add(value);
          return again
            ? [
                findingAt(
                  { event, path: 'index', value },
                  'a block of this index had started',
                  'an index of its own',
                ),
              ]
            : [];
        }),
      );
    }),
  },
  'deltas/id-first': {
    title: 'content_block_start of a tool_use has a non-empty string id',
    authority: [MESSAGE('id is required in a tool_use block; no later event can give it.')],
    aboutCalls: true,
    run: overCalls((calls) => startsWith(calls, 'id', 'an id')),
  },
  'deltas/name-first': {
    title: 'content_block_start of a tool_use has the whole, non-empty name',
    authority: [MESSAGE('name is required in a tool_use block; no later event can give it.')],
    aboutCalls: true,
    run: overCalls((calls) => startsWith(calls, 'name', 'its name')),
  },
  'deltas/arguments-string': {
    title: 'partial_json is a string',
    authority: [STREAMING('partial_json of an input_json_delta is a string, a piece of JSON.')],
    aboutCalls: true,
    run: ({ blockEvents }) => {
      const pieces = blockEvents.filter(
        ({ json: { delta } }) => isObject(delta) && delta['type'] === 'input_json_delta',
      );
      return among(
        pieces,
        pieces.flatMap(({ event, json: { delta } }) => {
          const value = isObject(delta) ? delta['partial_json'] : undefined;
          if (typeof value === 'string') return [];
          const piece = { event, path: 'delta.partial_json', value };
          return [findingAt(piece, 'a piece of JSON that is no text', 'a string')];
        }),
      );
    },
  },
  'deltas/no-resend': {
    title: 'Fragments of the input are increments: none repeats what has been sent',
    authority: [STREAMING('The deltas of an input are pieces, to be accumulated.')],
    aboutCalls: true,
    run: noneResent,
  },
  'deltas/none-after-finish': {
    title: 'No content_block event follows the message_delta with the stop_reason',
    departs: { level: 'MUST', because: 'the reference has message_delta behind all content blocks' },
    authority: [STREAMING('The blocks come first, then message_delta, then message_stop.')],
    run: ({ byType, blockEvents }) => {
      const finish = byType
        .get('message_delta')
        ?.find(({ json: { delta } }) => isObject(delta) && isPresent(delta['stop_reason']));
      if (finish === undefined) return NOT_APPLICABLE;
      return among(
        blockEvents,
        blockEvents
          .filter(({ event }) => (event ?? 0) > (finish.event ?? 0))
          .map(({ event, json: { type: value } }) =>
            findingAt(
              { event, path: 'type', value },
              `event ${finish.event} had finished the message`,
              'no block',
            ),
          ),
      );
    },
  },
};
