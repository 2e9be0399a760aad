/** ids, as far as this dialect asks for more than others: it is the first consumer of its own ids. */
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

/** What this API itself refuses is the affair of ids/pattern and ids/length. */
export const portable = overIds(
  (id) => PORTABLE.test(id) || !OWN.test(id) || id.length > MOST,
  'other providers refuse this id in a history',
  '1 to 40 of A-Z a-z 0-9 _ -',
);

/**
 * As in all dialects, and all results come in the message behind their calls: one that comes later, or in a message of its
 * own, answers nothing.
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

/** Roles have to alternate: what comes in several messages of one role may be refused for that. */
export const acceptsIds = acceptanceOf<ConverseReading>(judgeEcho, REFUSED_IDS, 'ids', (_, { request }) =>
  request.turns.every(({ blocks: [first, ...others] }) =>
    others.every(({ message }) => message === first?.message),
  ),
);

/** Results that stand behind the message with the first of them. */
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

/** Calls of the client and of the provider together: results name either by its id. */
export function uniqueInResponse({ blocks }: ConverseReading): Judgement {
  const calls = blocks.filter(({ type, json }) => type === 'toolUse' && isFilled(json['toolUseId']));
  return noneTwice(
    calls.map(({ event, path, json }) => ({ event, path: `${path}.toolUseId`, value: json['toolUseId'] })),
  );
}

/** Runs on every id of a call that is a non-empty string; where there is none, ids/present says so. */
function overIds(holds: (id: string) => boolean, message: string, expected: string) {
  return ({ turn }: ConverseReading): Judgement => {
    const found = turn.calls.flatMap(({ id }) => (isFilledText(id?.value) ? [{ ...id, id: id.value }] : []));
    return among(
      found,
      found.filter(({ id }) => !holds(id)).map((seen) => findingAt(seen, message, expected)),
    );
  };
}
