/** Faults and variants of ids that several dialects tell with the same words. */

import { TIME_CALL, WEATHER_CALL } from '../dialogues.ts';
import { setBody } from '../edits/body.ts';
import { all, type Edit, turn } from '../edits/edit.ts';
import { failedBefore, lose } from '../edits/exchange.ts';
import type { IdEdits } from '../edits/ids.ts';
import { fault, type SeededFault, variant } from '../fault.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../inconclusive.ts';
import { faultOf, variantOf } from './words.ts';

const BUFFERED = 'weather/buffered';
const STREAMED = 'weather/streaming';

/** What a dialect calls the id of a call, and where it stands. */
export interface IdWords {
  /** With its article. */
  readonly anId: 'an id' | 'a call_id';
  /** The place of the first call's id in a body. */
  readonly place: string;
  /** The ids in the dialogues as the dialect issues them; the same unless told. */
  readonly idOf?: (id: string) => string;
}

/** The second request says something else in the place of the call and of its result. */
export const droppedWhenCut = variantOf(
  'ids/dropped-when-cut-off',
  'the token limit cuts the answer off within its call, and the client goes on without it',
  BUFFERED,
  'ids/echoed',
  { outcome: 'inconclusive' },
);

/** What is told of an `id` or a `call_id`. */
export function idsTold({ forget, reissue, rewrite }: IdEdits, { anId, place, idOf = (id) => id }: IdWords) {
  const weather = idOf(WEATHER_CALL.id);
  const time = idOf(TIME_CALL.id);
  const id = anId.slice(anId.indexOf(' ') + 1);
  const missing = (name: string, title: string, edit: Edit) =>
    fault(name, title, BUFFERED, edit, 'ids/present', { turnsInconclusive: NO_ECHO });
  return {
    dropped: missing('ids/dropped', `the call has no ${id}`, forget(weather)),
    isNull: missing('ids/null', `the ${id} is null`, reissue(weather, null)),
    isNumber: missing('ids/number', `the ${id} is a number`, reissue(weather, 7_254_118_903)),
    reusedInTheNextTurn: fault(
      'ids/reused-in-the-next-turn',
      `the second turn issues the ${id} of the first again`,
      'three-turns/buffered',
      all(turn(2, setBody(place, weather)), turn(3, rewrite(time, weather))),
      'ids/unique-in-conversation',
    ),
    /** @param mine an id that nobody issued */
    rewrittenByTheClient: (mine: string) =>
      fault(
        'ids/rewritten-by-the-client',
        `the client repeats the call under ${anId} of its own`,
        BUFFERED,
        turn(2, rewrite(weather, mine)),
        'ids/echoed',
        { turnsInconclusive: ['ids/echo-accepted'] },
      ),
    echoRefused: faultOf(
      'ids/echo-refused',
      `the provider refuses the ${id} that it issued`,
      BUFFERED,
      'ids/echo-accepted',
      { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
    ),
    oneCharacter: variant(
      'ids/one-character',
      `the ${id} is one letter`,
      BUFFERED,
      reissue(weather, 'a'),
      'ids/present',
      { observes: ['ids/entropy'] },
    ),
    /** @param near the check of what an id may hold */
    underscoreAndHyphen: (near: string) =>
      variant(
        'ids/underscore-and-hyphen',
        `the ${id} begins with a hyphen and holds underscores`,
        BUFFERED,
        reissue(weather, '-Wx7_Qz2-Rt9_'),
        near,
      ),
  };
}

/** What is told of an `id` alone, and of how it looks. */
export function looksTold(
  { reissue }: Pick<IdEdits, 'reissue'>,
  { idOf = (id) => id }: Pick<IdWords, 'idOf'>,
) {
  const weather = idOf(WEATHER_CALL.id);
  const time = idOf(TIME_CALL.id);
  /** 40 characters, as many as OpenAI lets a history hold. */
  const longest = idOf(`call_${'aB3dE6gH9j'.repeat(4)}`).slice(0, 40);
  return {
    /** @param rest what it does besides in that dialect */
    shared: (rest: Omit<SeededFault, 'name' | 'title' | 'base' | 'edit' | 'catches'> = {}) =>
      fault(
        'ids/shared',
        'two calls of one body share an id',
        'parallel/buffered',
        reissue(time, weather),
        'ids/unique-in-response',
        { turnsInconclusive: NO_ECHO, ...rest },
      ),
    tooLong: fault(
      'ids/too-long',
      'the id has 41 characters',
      STREAMED,
      reissue(weather, `${longest}x`),
      'ids/portable',
    ),
    counter: fault('ids/counter', 'the id is 0', BUFFERED, reissue(weather, '0'), 'ids/entropy'),
    sevenHexDigits: (prefix: string) =>
      fault(
        'ids/seven-hex-digits',
        'behind the prefix the id has 7 hex digits, 28 bits',
        STREAMED,
        reissue(weather, `${prefix}9f3a07b`),
        'ids/entropy',
      ),
    alikeButForCase: variant(
      'ids/alike-but-for-case',
      'the ids of two calls differ in the case of one letter',
      'parallel/streaming',
      reissue(time, weather.replace(/e$/u, 'E')),
      'ids/unique-in-response',
    ),
    fortyCharacters: variant(
      'ids/forty-characters',
      'the id has 40 characters',
      STREAMED,
      reissue(weather, longest),
      'ids/portable',
    ),
    eightHexDigits: (prefix: string) =>
      variant(
        'ids/eight-hex-digits',
        'behind the prefix the id has 8 hex digits, 32 bits',
        STREAMED,
        reissue(weather, `${prefix}9f3a07bc`),
        'ids/entropy',
      ),
  };
}

const NOT_RETURNED = { turnsInconclusive: ['ids/echo-accepted'] };

export const answeredTwice = faultOf(
  'ids/answered-twice',
  'the client sends two results for one call',
  STREAMED,
  'ids/echoed',
  NOT_RETURNED,
);

export const oneCallForgotten = faultOf(
  'ids/one-call-forgotten-by-the-client',
  'the client repeats and answers one call of two',
  'parallel/buffered',
  'ids/echoed',
  NOT_RETURNED,
);

export const sameCallAnew = variantOf(
  'ids/same-call-anew',
  'the second turn repeats the call of the first, under an id of its own',
  'three-turns/buffered',
  'ids/unique-in-conversation',
);

export const resultsInAnotherOrder = variantOf(
  'ids/results-in-another-order',
  'the client returns the results in another order',
  'parallel/buffered',
  'ids/echoed',
);

export const CONNECTION_LOST_THEN_ACCEPTED = variant(
  'ids/connection-lost-then-accepted',
  'the connection of the second request is lost, and it is sent again',
  STREAMED,
  failedBefore(2, lose('connection reset')),
  'ids/echo-accepted',
);
