/** results: how a client returns the results of its tools. Judges only requests. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { callsKept, INPUT_AS_WRITTEN, type ServedThing, servedKept } from '../../../checks/results.ts';
import { among, type Finding, findingAt } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { TOOL_CALLS, WEB_SEARCH } from '../authorities.ts';
import { isServerCall } from '../codec/block.ts';
import type { MessagesReading } from '../codec/read.ts';
import { blocksOfType } from '../codec/request.ts';

/** Ignores `cache_control`, which a client may add. */
function servedThing(type: string, { cache_control: _, ...kept }: JsonObject): ServedThing[] {
  const isResult = type.endsWith('_tool_result');
  if (!isResult && !isServerCall(type)) return [];
  return [{ key: `${type} ${wordOf(kept[isResult ? 'tool_use_id' : 'id'])}`, kept }];
}

export const results: RulesInDialect<MessagesReading> = {
  'results/once': {
    authority: [TOOL_CALLS('The turn after calls holds one tool_result for each of them.')],
    run: ({ request: { turns } }) => {
      const answering = turns
        .map((turn) => blocksOfType(turn, 'tool_result'))
        .filter((all) => all.length > 0);
      return among(
        answering,
        answering.flatMap((all) => {
          const answered = new Set<Json>();
          return all.flatMap(({ json: { tool_use_id: value }, path }): Finding[] => {
            const again = isFilledText(value) && answered.has(value);
            answered.add(value);
            const seen = { event: null, path: `request.${path}.tool_use_id`, value };
            return again ? [findingAt(seen, 'an earlier result of this turn answers it', 'one result')] : [];
          });
        }),
      );
    },
  },
  'results/call-kept': {
    authority: [TOOL_CALLS('The answer goes back as it came, then the results.')],
    // Not parsed: the input of a block is an object, so a text means that the client changed it.
    run: callsKept(({ arguments: sent }) => sent ?? {}, INPUT_AS_WRITTEN),
  },
  'results/served-kept': {
    authority: [
      TOOL_CALLS('The answer goes back as it came, then the results.'),
      WEB_SEARCH('The encrypted content of a result must go back for it to be used in later turns.'),
    ],
    run: servedKept<MessagesReading>(
      ({ blocks }) =>
        blocks.flatMap(({ type, json, input }) =>
          servedThing(type, isServerCall(type) ? { ...json, input } : json),
        ),
      ({ request: { turns } }) =>
        turns.flatMap(({ blocks }) => blocks.flatMap(({ json }) => servedThing(wordOf(json['type']), json))),
    ),
  },
  'results/first': {
    authority: [TOOL_CALLS('In the content of the message the results come first, and text behind them.')],
    run: ({ request: { turns } }) => {
      const messages = turns
        .flatMap((turn) => turn.messages)
        .filter((blocks) => blocks.some(({ json }) => json['type'] === 'tool_result'));
      return among(
        messages,
        messages.flatMap((blocks) => {
          const last = blocks.findLastIndex(({ json }) => json['type'] === 'tool_result');
          const other = blocks.slice(0, last).find(({ json }) => json['type'] !== 'tool_result');
          if (other === undefined) return [];
          const seen = { event: null, path: `request.${other.path}`, value: other.json['type'] };
          return [findingAt(seen, `the result of block ${last + 1} stands behind it`, 'the results first')];
        }),
      );
    },
  },
};
