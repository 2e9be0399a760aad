/** results: how a client returns the results of its tools. Judges only requests. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { callsKept, INPUT_AS_WRITTEN, type ServedThing, servedKept } from '../../../checks/results.ts';
import { among, type Finding, findingAt } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { TOOL_RESULT, TOOLS } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';
import { idIn, pairedIn, resultText } from '../codec/request.ts';
import { objectIn } from '../codec/union.ts';

/** Ignores `status`, which the client may choose. */
function servedThing(type: string, { toolUseId, name, input, content }: JsonObject): ServedThing {
  const key = `the ${type} ${wordOf(toolUseId)}`;
  return { key, kept: type === 'toolUse' ? { name, input } : resultText(content) };
}

export const results: RulesInDialect<ConverseReading> = {
  'results/once': {
    title: 'No toolUseId is answered twice in one turn',
    authority: [TOOL_RESULT('toolUseId names the request that this is the result of.')],
    run: ({ request: { turns } }) => {
      const answering = turns.map((turn) => pairedIn(turn, 'toolResult')).filter((all) => all.length > 0);
      return among(
        answering,
        answering.flatMap((all) => {
          const answered = new Set<Json>();
          return all.flatMap((block): Finding[] => {
            const value = idIn(block);
            const again = isFilledText(value) && answered.has(value);
            answered.add(value);
            const seen = { event: null, path: `request.${block.path}.toolResult.toolUseId`, value };
            return again ? [findingAt(seen, 'an earlier result of this turn answers it', 'one result')] : [];
          });
        }),
      );
    },
  },
  'results/call-kept': {
    authority: [TOOLS('The message with the calls goes back as it came, then the results.')],
    // Not parsed: the input of a call is an object, so a text means that the client changed it.
    run: callsKept(({ arguments: sent }) => sent ?? {}, INPUT_AS_WRITTEN),
  },
  'results/served-kept': {
    authority: [TOOLS('The message with the calls goes back as it came, then the results.')],
    run: servedKept<ConverseReading>(
      ({ blocks }) =>
        blocks
          .filter(({ served }) => served)
          .map(({ type, json, input, content }) => servedThing(type, { ...json, input, content })),
      ({ request: { turns } }) =>
        turns.flatMap(({ blocks }) =>
          blocks.map(({ type, json }) => servedThing(type, objectIn(json, type))),
        ),
    ),
  },
};
