/** deltas: calls in a stream; here by the index of their block. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { resentFragment } from '../../../checks/resent-fragment.ts';
import {
  among,
  findingAt,
  findingsIn,
  inconclusive,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isNatural } from '../../../reading/presence.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { BLOCK_DELTA, BLOCK_START, SDK, STREAM, TOOL_USE_DELTA, TOOL_USE_START } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';
import { objectIn } from '../codec/union.ts';
import { overCalls, overIndexed } from './blocks.ts';
import { isNamed } from './events.ts';

export const deltas: RulesInDialect<ConverseReading> = {
  'deltas/index': {
    title: 'Every contentBlock event has an integer contentBlockIndex from 0',
    authority: [BLOCK_START('contentBlockIndex is required.'), BLOCK_DELTA('contentBlockIndex is required.')],
    run: ({ blockEvents, isIndexed }) =>
      among(
        blockEvents,
        (isIndexed ? [] : blockEvents)
          .filter(({ json }) => !isNatural(json['contentBlockIndex']))
          .map(({ event, json: { contentBlockIndex: value } }) =>
            findingAt(
              { event, path: 'contentBlockIndex', value },
              'clients cannot tell which block this is about',
              'an integer >= 0',
            ),
          ),
      ),
  },
  'deltas/index-from-zero': {
    title: 'Blocks are 0, 1, 2 ... in the order in which they start',
    departs: {
      level: 'SHOULD',
      because: 'the reference calls it the index of a block, and does not say where it begins',
    },
    authority: [BLOCK_START('contentBlockIndex is the index of the block.')],
    run: overIndexed((_, { blocks }) => {
      const taken = new Set(blocks.map(({ index }) => index));
      if (taken.size < blocks.length)
        return inconclusive('an index is used twice: see deltas/one-call-per-index');
      return among(
        blocks,
        blocks.flatMap(({ event, index: value }, at) =>
          value === at
            ? []
            : [
                findingAt(
                  { event, path: 'contentBlockIndex', value },
                  `block ${at + 1} of the answer`,
                  show(at),
                ),
              ],
        ),
      );
    }),
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
    run: overCalls((calls) =>
      among(
        calls,
        calls
          .filter(({ json }) => !isFilledText(json['toolUseId']))
          .map(({ event, path, json: { toolUseId: value } }) =>
            findingAt(
              { event, path: `${path}.toolUseId`, value },
              'the call starts without an id',
              'a non-empty string',
            ),
          ),
      ),
    ),
  },
  'deltas/name-first': {
    title: 'contentBlockStart of a toolUse has the whole, non-empty name',
    authority: [TOOL_USE_START('name is required; no later event can give it.')],
    aboutCalls: true,
    run: overCalls((calls) =>
      among(
        calls,
        calls
          .filter(({ json }) => !isFilledText(json['name']))
          .map(({ event, path, json: { name: value } }) =>
            findingAt(
              { event, path: `${path}.name`, value },
              'the call starts without its name',
              'a non-empty string',
            ),
          ),
      ),
    ),
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
    run: ({ turn }) =>
      turn.calls.length === 0 ? NOT_APPLICABLE : among(turn.calls, turn.calls.flatMap(resentFragment)),
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
