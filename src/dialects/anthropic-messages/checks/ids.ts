/** ids: additional rules of this dialect, whose API refuses malformed ids in a history. */

import { answeredBefore, judgeEcho } from '../../../checks/echo.ts';
import { noneTwice } from '../../../checks/ids.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { memberOf } from '../../../checks/streamed-blocks.ts';
import {
  among,
  type Context,
  findingAt,
  hasFindings,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilled, isFilledText } from '../../../reading/presence.ts';
import { MESSAGE, seenBroken } from '../authorities.ts';
import { isServerCall } from '../codec/block.ts';
import type { MessagesReading } from '../codec/read.ts';

export const ids: RulesInDialect<MessagesReading> = {
  'ids/pattern': {
    authority: [
      MESSAGE('The id of a tool_use in a request is letters, digits, _ and -.'),
      ...seenBroken('ids/pattern'),
    ],
    run: overIds(
      (id) => /^[a-zA-Z0-9_-]+$/u.test(id),
      'the id holds characters that histories must not',
      'A-Z a-z 0-9 _ -',
    ),
  },
};

/** The shared rule, plus: the result must be in the turn directly after its call. A later result answers nothing. */
export function callEcho(reading: MessagesReading, at: Context<MessagesReading>): Judgement {
  const echoed = judgeEcho(reading, at);
  if (echoed === NOT_APPLICABLE || !('findings' in echoed) || hasFindings(echoed)) return echoed;
  const issued = answeredBefore(reading, at.earlier)?.turn.calls.map(({ id }) => id?.value) ?? [];
  const isIssued = new Set(issued);
  return among(
    issued,
    reading.request.unanswered
      .filter(({ value }) => isIssued.has(value))
      .map(({ path, value }) =>
        findingAt(
          { event: null, path, value },
          'the turn behind this call has no result for it',
          'its tool_result, in the next user turn',
        ),
      ),
  );
}

/** Checks only the length; ids/pattern checks the characters. */
export const portable = overIds(
  (id) => id.length <= 40,
  'other providers refuse an id of this length',
  '40 characters or less',
);

/** Calls of the client and of the server share one namespace, because results refer to both by id. */
export function uniqueInResponse({ blocks }: MessagesReading): Judgement {
  const calls = blocks.filter(
    ({ type, json }) => (type === 'tool_use' || isServerCall(type)) && isFilled(json['id']),
  );
  return noneTwice(calls.map((call) => memberOf(call, 'id')));
}

/** Runs a rule on every call id that is a non-empty string; ids/present reports the others. */
function overIds(holds: (id: string) => boolean, message: string, expected: string) {
  return ({ turn }: MessagesReading): Judgement => {
    const found = turn.calls.flatMap(({ id }) => (isFilledText(id?.value) ? [{ ...id, id: id.value }] : []));
    return among(
      found,
      found.filter(({ id }) => !holds(id)).map((seen) => findingAt(seen, message, expected)),
    );
  };
}
