/** ids: additional rules of this dialect, whose API refuses malformed ids in a history. */
import { acceptanceOf, answeredBefore, judgeEcho } from '../../../checks/echo.ts';
import { noneTwice, REFUSED_IDS } from '../../../checks/ids.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  type Context,
  type Finding,
  findingAt,
  hasFindings,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilled, isFilledText } from '../../../reading/presence.ts';
import type { Json } from '../../../text/json.ts';
import { seenBroken, TOOL_USE } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';
import { idIn, pairedIn } from '../codec/request.ts';

const MOST = 64;
const OWN = /^[a-zA-Z0-9_.:-]+$/u;
const PORTABLE = /^[A-Za-z0-9_-]{1,40}$/u;

export const ids: RulesInDialect<ConverseReading> = {
  'ids/length': {
    title: 'The toolUseId has at most 64 characters',
    authority: [TOOL_USE('toolUseId has 1 to 64 characters.')],
    run: overIds(
      (id) => id.length <= MOST,
      'an id of this length is refused in a history',
      `1 to ${MOST} characters`,
    ),
  },
  'ids/pattern': {
    title: 'The toolUseId matches ^[a-zA-Z0-9_.:-]+$, or it is refused when it comes back',
    authority: [TOOL_USE('toolUseId is letters, digits, _ . : and -.'), ...seenBroken('ids/pattern')],
    run: overIds(
      (id) => OWN.test(id),
      'the id holds characters that histories must not',
      'A-Z a-z 0-9 _ . : -',
    ),
  },
};

/** Ids that this API itself refuses are reported by ids/pattern and ids/length. */
export const portable = overIds(
  (id) => PORTABLE.test(id) || !OWN.test(id) || id.length > MOST,
  'other providers refuse this id in a history',
  '1 to 40 of A-Z a-z 0-9 _ -',
);

/**
 * The shared rule, plus: all results must be in the message directly after their calls. A result in a later or separate
 * message answers nothing.
 */
export function callEcho(reading: ConverseReading, at: Context<ConverseReading>): Judgement {
  const echoed = judgeEcho(reading, at);
  if (echoed === NOT_APPLICABLE || !('findings' in echoed) || hasFindings(echoed)) return echoed;
  const calls = answeredBefore(reading, at.earlier)?.turn.calls ?? [];
  const issued = new Set(calls.map(({ id }) => id?.value));
  const late = reading.request.unanswered
    .filter(({ value }) => issued.has(value))
    .map(({ path, value }) =>
      findingAt(
        { event: null, path, value },
        'the turn behind this call has no result for it',
        'its toolResult, in the next user turn',
      ),
    );
  return among(calls, [...late, ...apart(reading, issued)]);
}

/** Roles must alternate, so a request with several messages of one role may be refused for that reason instead. */
export const acceptsIds = acceptanceOf<ConverseReading>(judgeEcho, REFUSED_IDS, 'ids', (_, { request }) =>
  request.turns.every(({ blocks: [first, ...others] }) =>
    others.every(({ message }) => message === first?.message),
  ),
);

/** Finds results that are not in the same message as the first result of their turn. */
function apart({ request: { turns } }: ConverseReading, issued: ReadonlySet<Json>): Finding[] {
  return turns.flatMap((turn) => {
    const results = pairedIn(turn, 'toolResult').filter((block) => issued.has(idIn(block)));
    return results
      .filter(({ message }) => message !== results[0]?.message)
      .map((block) =>
        findingAt(
          { event: null, path: `request.${block.path}.toolResult.toolUseId`, value: idIn(block) },
          'this result has a message of its own',
          'all results of a turn in one message',
        ),
      );
  });
}

/** Calls of the client and of the server share one namespace, because results refer to both by id. */
export function uniqueInResponse({ blocks }: ConverseReading): Judgement {
  const calls = blocks.filter(({ type, json }) => type === 'toolUse' && isFilled(json['toolUseId']));
  return noneTwice(
    calls.map(({ event, path, json }) => ({ event, path: `${path}.toolUseId`, value: json['toolUseId'] })),
  );
}

/** Runs a rule on every call id that is a non-empty string; ids/present reports the others. */
function overIds(holds: (id: string) => boolean, message: string, expected: string) {
  return ({ turn }: ConverseReading): Judgement => {
    const found = turn.calls.flatMap(({ id }) => (isFilledText(id?.value) ? [{ ...id, id: id.value }] : []));
    return among(
      found,
      found.filter(({ id }) => !holds(id)).map((seen) => findingAt(seen, message, expected)),
    );
  };
}
