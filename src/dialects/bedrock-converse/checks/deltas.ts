/** deltas: streamed calls, identified by the index of their block. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { noneResent, overIndexed, startsWith } from '../../../checks/streamed-blocks.ts';
import { among, findingAt, findingsIn, NO_FINDINGS, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { BLOCK_DELTA, BLOCK_START, SDK, STREAM, TOOL_USE_DELTA, TOOL_USE_START } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';
import { objectIn } from '../codec/union.ts';
import { BLOCK_RULES, overCalls } from './blocks.ts';
import { isNamed } from './events.ts';

export const deltas: RulesInDialect<ConverseReading> = {
  'deltas/index': {
    title: 'Every contentBlock event has an integer contentBlockIndex from 0',
    authority: [BLOCK_START('contentBlockIndex is required.'), BLOCK_DELTA('contentBlockIndex is required.')],
    run: BLOCK_RULES.indexed,
  },
  'deltas/index-from-zero': {
    title: 'Blocks are 0, 1, 2 ... in the order in which they start',
    departs: {
      level: 'SHOULD',
      because: 'the reference calls it the index of a block, and does not say where it begins',
    },
    authority: [BLOCK_START('contentBlockIndex is the index of the block.')],
    run: overIndexed((_, { blocks }) => BLOCK_RULES.fromZero(blocks)),
  },
  'deltas/one-call-per-index': {
    title: 'No index is started twice',
    authority: [
      BLOCK_START('contentBlockIndex is the index of the block, which no two share.'),
      SDK('Clients put an answer together by the index.'),
    ],
    run: overIndexed((all) => {
      const taken = new Set<Json>();
      return among(
        all,
        findingsIn(all, ({ kind, event, json: { contentBlockIndex: value } }) => {
          const again = kind === 'start' && taken.has(value);
          taken.add(value);
          if (!again) return NO_FINDINGS;
          const message = 'a block of this index had started';
          return [findingAt({ event, path: 'contentBlockIndex', value }, message, 'an index of its own')];
        }),
      );
    }),
  },
  'deltas/id-first': {
    title: 'contentBlockStart of a toolUse has a non-empty string toolUseId',
    authority: [TOOL_USE_START('toolUseId is required; no later event can give it.')],
    aboutCalls: true,
    run: overCalls((calls) => startsWith(calls, 'toolUseId', 'an id')),
  },
  'deltas/name-first': {
    title: 'contentBlockStart of a toolUse has the whole, non-empty name',
    authority: [TOOL_USE_START('name is required; no later event can give it.')],
    aboutCalls: true,
    run: overCalls((calls) => startsWith(calls, 'name', 'its name')),
  },
  'deltas/arguments-string': {
    title: 'The input of a toolUse delta is a string',
    authority: [TOOL_USE_DELTA('input is a required string.')],
    aboutCalls: true,
    run: ({ blockEvents }) => {
      const pieces = blockEvents.filter(
        ({ json: { delta } }) => isObject(delta) && isObject(delta['toolUse']),
      );
      return among(
        pieces,
        findingsIn(pieces, ({ event, json: { delta } }) => {
          const { input: value } = objectIn(delta, 'toolUse');
          if (typeof value === 'string') return NO_FINDINGS;
          return [
            findingAt(
              { event, path: 'delta.toolUse.input', value },
              'a piece of JSON that is no text',
              'a string',
            ),
          ];
        }),
      );
    },
  },
  'deltas/no-resend': {
    title: 'Fragments of the input are increments: none repeats what has been sent',
    authority: [TOOL_USE_DELTA('A delta is a part of the input.')],
    aboutCalls: true,
    run: noneResent,
  },
  'deltas/none-after-finish': {
    title: 'No contentBlock event follows messageStop',
    departs: { level: 'MUST', because: 'messageStop ends the message, and with it every block' },
    authority: [STREAM('The blocks come first, then messageStop.')],
    run: ({ chunks, blockEvents }) => {
      const stop = chunks.find(isNamed('messageStop'));
      if (stop === undefined) return NOT_APPLICABLE;
      return among(
        blockEvents,
        blockEvents
          .filter(({ event }) => (event ?? 0) > (stop.event ?? 0))
          .map(({ event, kind }) =>
            findingAt(
              { event, path: '', value: kind },
              `event ${stop.event} had stopped the message`,
              'no block',
            ),
          ),
      );
    },
  },
};
