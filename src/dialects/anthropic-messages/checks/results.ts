/** results: how a client returns what its tools gave. Requests alone are judged. */

import { answeredBefore } from '../../../checks/echo.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { type Finding, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import type { Json } from '../../../text/json.ts';
import { sameJson, show } from '../../../text/json-text.ts';
import { TOOL_CALLS } from '../authorities.ts';
import type { MessagesReading } from '../codec/read.ts';
import { blocksOfType } from '../codec/request.ts';

export const results: RulesInDialect<MessagesReading> = {
  'results/once': {
    authority: [TOOL_CALLS('The turn after calls holds one tool_result for each of them.')],
    run: ({ request: { turns } }) => {
      const answering = turns
        .map((turn) => blocksOfType(turn, 'tool_result'))
        .filter((all) => all.length > 0);
      if (answering.length === 0) return NOT_APPLICABLE;
      return answering.flatMap((all) => {
        const answered = new Set<Json>();
        return all.flatMap(({ json: { tool_use_id: value }, path }): Finding[] => {
          const again = isFilledText(value) && answered.has(value);
          answered.add(value);
          const seen = { event: null, path: `request.${path}.tool_use_id`, value };
          return again ? [findingAt(seen, 'an earlier result of this turn answers it', 'one result')] : [];
        });
      });
    },
  },
  'results/call-kept': {
    authority: [TOOL_CALLS('The answer goes back as it came, then the results.')],
    run: (reading, { earlier }) => {
      const issued = answeredBefore(reading, earlier)?.turn.calls ?? [];
      const repeated = reading.request.history
        .flatMap(({ calls }) => calls)
        .flatMap((call) => {
          const own = issued.find(({ id }) => id !== null && id.value === call.id);
          return own === undefined || own.json === undefined ? [] : [{ call, own }];
        });
      if (repeated.length === 0) return NOT_APPLICABLE;
      return repeated.flatMap(({ call, own }) => {
        const at = (field: string, value: Json) => ({
          event: null,
          path: `request.${call.path}.${field}`,
          value,
        });
        const { name, arguments: input } = call;
        return [
          ...(name === own.name?.value
            ? []
            : [findingAt(at('name', name), 'the call was issued under another name', show(own.name?.value))]),
          ...(sameJson(input, own.json)
            ? []
            : [findingAt(at('input', input), 'the call was issued with another input', show(own.json))]),
        ];
      });
    },
  },
  'results/first': {
    authority: [TOOL_CALLS('In the content of the message the results come first, and text behind them.')],
    run: ({ request: { turns } }) => {
      const messages = turns
        .flatMap((turn) => turn.messages)
        .filter((blocks) => blocks.some(({ json }) => json['type'] === 'tool_result'));
      if (messages.length === 0) return NOT_APPLICABLE;
      return messages.flatMap((blocks) => {
        const last = blocks.findLastIndex(({ json }) => json['type'] === 'tool_result');
        const other = blocks.slice(0, last).find(({ json }) => json['type'] !== 'tool_result');
        if (other === undefined) return [];
        const seen = { event: null, path: `request.${other.path}`, value: other.json['type'] };
        return [findingAt(seen, `the result of block ${last + 1} stands behind it`, 'the results first')];
      });
    },
  },
};
