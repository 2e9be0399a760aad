/** finish: the rules that only this dialect has, and the shared rules that it changes. */
import { finish as finishRules } from '../../../checks/finish.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  type Context,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { MESSAGE } from '../authorities.ts';
import { isServerCall } from '../codec/block.ts';
import type { MessagesReading } from '../codec/read.ts';
import { answeredIn } from './blocks.ts';

/** If message_stop arrived but message_delta, which has the reason, did not, events/message-delta reports the fault. */
export function finished(reading: MessagesReading, at: Context<MessagesReading>): Judgement {
  const { byType } = reading;
  return byType.has('message_stop') && !byType.has('message_delta')
    ? inconclusive('no event brought it: see events/message-delta')
    : finishRules['finish/present'].run(reading, at);
}

/** Calls by code that has already ended need no result, so an answer that contains them may end its turn. */
export function stopsForCalls(reading: MessagesReading, at: Context<MessagesReading>): Judgement {
  const { blocks } = reading;
  const answered = answeredIn(blocks);
  const first = new Map(blocks.toReversed().map((block) => [block.json['id'], block]));
  const callers = blocks
    .filter(({ type }) => type === 'tool_use')
    .map(({ json: { caller } }) =>
      isObject(caller) && isPresent(caller['tool_id']) ? first.get(caller['tool_id']) : undefined,
    );
  const isOver = callers.every((code) => answered.has(code));
  return isOver ? NOT_APPLICABLE : finishRules['finish/tool-calls'].run(reading, at);
}

export const finish: RulesInDialect<MessagesReading> = {
  'finish/stop-sequence': {
    authority: [
      MESSAGE('stop_sequence is the custom sequence that was generated, if any was; else it is null.'),
    ],
    run: (reading) => {
      const ends = endsOf(reading);
      const wanted = reading.request.stopSequences;
      return among(
        ends,
        ends.flatMap(({ reason, sequence }) => {
          const { value } = sequence;
          if (reason !== 'stop_sequence') {
            const message = `the answer stopped with ${show(reason)}`;
            return isPresent(value) ? [findingAt(sequence, message, 'null')] : [];
          }
          if (typeof value === 'string' && wanted.includes(value)) return [];
          return [
            findingAt(
              sequence,
              'the answer stopped at a sequence that was not asked for',
              `one of ${show(wanted)}`,
            ),
          ];
        }),
      );
    },
  },
};

/** Returns each stop_reason with its stop_sequence. */
function endsOf({ byType, message, delivery }: MessagesReading): { reason: unknown; sequence: Seen }[] {
  if (delivery === 'buffered') {
    if (message === null || !isPresent(message.value['stop_reason'])) return [];
    const value = message.value['stop_sequence'];
    return [
      { reason: message.value['stop_reason'], sequence: { event: null, path: 'stop_sequence', value } },
    ];
  }
  return (byType.get('message_delta') ?? []).flatMap(({ event, json: { delta } }) => {
    if (!isObject(delta) || !isPresent(delta['stop_reason'])) return [];
    const sequence = { event, path: 'delta.stop_sequence', value: delta['stop_sequence'] };
    return [{ reason: delta['stop_reason'], sequence }];
  });
}

/** A server tool call without a result also makes the client wait. */
export function noPhantom({ turn, blocks }: MessagesReading): Judgement {
  const finishes = turn.choices.flatMap((choice) =>
    choice.finishes.filter(({ value }) => value === 'tool_use'),
  );
  if (finishes.length === 0) return NOT_APPLICABLE;
  const answered = answeredIn(blocks);
  const waits =
    turn.calls.length > 0 ||
    blocks.some((call) => isServerCall(call.type) && !call.abandoned && !answered.has(call));
  if (waits) return HOLDS;
  return among(
    finishes,
    finishes.map((seen) =>
      findingAt(seen, 'clients wait for a call that never came', 'a tool_use block, or another reason'),
    ),
  );
}
