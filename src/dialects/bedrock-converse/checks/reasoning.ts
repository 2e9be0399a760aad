/** reasoning: additional rules of this dialect, whose thoughts are signed and must be returned unchanged. */

import { answeredBefore } from '../../../checks/echo.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  overThoughts,
  repeatedTurn,
  returnsThoughts,
  thoughtsAccepted,
} from '../../../checks/returned-thoughts.ts';
import { type IssuedBlock, type ToldBlock, thoughtsReturned } from '../../../checks/thought-echo.ts';
import {
  among,
  type Context,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import type { Json, JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { PRESERVED, REASONING, seenBroken } from '../authorities.ts';
import type { Block } from '../codec/block.ts';
import type { ConverseReading } from '../codec/read.ts';
import { idIn, pairedIn } from '../codec/request.ts';
import { objectIn } from '../codec/union.ts';

type At = Context<ConverseReading>;

const accepted = thoughtsAccepted<ConverseReading>(
  (reading, at) => thoughtEcho(reading, at, ({ type }) => type === 'reasoningContent'),
  'thoughts',
  (reading, before) =>
    turnAgain(reading, before)?.blocks.flatMap(({ type }) => (type === 'cachePoint' ? [] : [type])),
);

export const reasoning: RulesInDialect<ConverseReading> = {
  'reasoning/signature-key': {
    title: 'The signature of a thought, where it has one, is a non-empty string',
    authority: [REASONING('signature is a string, which verifies that the model generated the text.')],
    run: overThoughts(isReadable, (thoughts) => {
      const signed = thoughts.filter(({ signature }) => signature !== undefined);
      return among(
        signed,
        signed
          .filter(({ signature }) => !isFilledText(signature))
          .map((block) => findingAt(signatureOf(block), 'this thought cannot go back', 'a non-empty string')),
      );
    }),
  },
  'reasoning/echoed': {
    title: 'The request with the results repeats the signed thoughts of the turn unchanged',
    departs: {
      level: 'MUST',
      impact: 'critical',
      because: 'without the signed thoughts before a call the request with its result is refused',
    },
    authority: [
      REASONING('A thought goes back with its signature, in all later requests, and unmodified.'),
      ...seenBroken('reasoning/echoed'),
    ],
    asked: returnsThoughts,
    // Models without signatures do not require their thoughts back.
    run: (reading, at) => thoughtEcho(reading, at, isProven),
  },
  'reasoning/echo-accepted': {
    title: 'Thoughts that come back unchanged are not refused',
    authority: [
      REASONING('A thought goes back with its signature, in all later requests, and unmodified.'),
      ...seenBroken('reasoning/echo-accepted'),
    ],
    asked: returnsThoughts,
    run: accepted('reasoning'),
  },
};

export const signatures: RulesInDialect<ConverseReading> = {
  'signatures/echo-accepted': {
    title: 'A thought that comes back unchanged is not refused for its signature',
    authority: [
      REASONING('The signature verifies that the model generated the thought.'),
      PRESERVED(
        'It holds where the system prompt, the tools and the messages before the thought are unchanged.',
      ),
      ...seenBroken('reasoning/echo-accepted'),
    ],
    asked: returnsThoughts,
    run: accepted('signatures'),
  },
};

/** @param isDue selects the issued blocks that the client must return */
function thoughtEcho(reading: ConverseReading, { earlier }: At, isDue: (block: Block) => boolean): Judgement {
  const before = answeredBefore(reading, earlier);
  const { request } = reading;
  const turn = turnAgain(reading, before);
  // If the calls are not returned under their ids, ids/echoed reports it.
  if (before === undefined || turn === undefined) return NOT_APPLICABLE;
  if (before.torn) return inconclusive('a part of the answer before could not be read');
  const path = `request.${turn.blocks[0]?.path ?? request.historyPath}`;
  const issued = before.blocks.map((block) => issuedOf(block, isDue));
  const sent = turn.blocks.map(({ type, json }) => sentOf(type, json));
  return thoughtsReturned(issued, sent, path);
}

/** Returns the turn that repeats the calls of an answer. */
function turnAgain({ request }: ConverseReading, before: ConverseReading | undefined) {
  return repeatedTurn(request.turns, before, (turn) => pairedIn(turn, 'toolUse').map(idIn));
}

function isReadable({ type, redacted }: Block): boolean {
  return type === 'reasoningContent' && redacted === '';
}

function isProven({ type, signature, redacted }: Block): boolean {
  return type === 'reasoningContent' && (redacted !== '' || isFilledText(signature));
}

function signatureOf({ event, path, signature }: Block): Seen {
  const field = event === null ? 'reasoningText.signature' : 'signature';
  return { event, path: `${path}.${field}`, value: signature };
}

function issuedOf(block: Block, isDue: (block: Block) => boolean): IssuedBlock {
  const { type, text, json } = block;
  if (type === 'reasoningContent') {
    return { ...toldOf(type, wholeOf(block)), is: isDue(block) ? 'thought' : 'other' };
  }
  const said = type === 'toolUse' ? json['toolUseId'] : text;
  return { ...toldOf(type, said), is: isFilledText(said) ? 'said' : 'other' };
}

/** Calls are identified by their id, other blocks by their content. */
function sentOf(type: string, json: JsonObject): ToldBlock {
  if (type === 'reasoningContent') return toldOf(type, provenIn(objectIn(json, type)));
  return toldOf(type, type === 'toolUse' ? objectIn(json, type)['toolUseId'] : json[type]);
}

function toldOf(kind: string, json: Json): ToldBlock {
  return { kind, key: jsonText([kind, json ?? null]), json };
}

/** The thought in the form in which a client returns it. */
function wholeOf({ text, signature, redacted }: Block): JsonObject {
  return redacted === '' ? { reasoningText: { text, signature } } : { redactedContent: redacted };
}

/** The same members of a returned thought. */
function provenIn(json: JsonObject): JsonObject {
  const { text, signature } = objectIn(json, 'reasoningText');
  const { redactedContent } = json;
  return redactedContent === undefined ? { reasoningText: { text, signature } } : { redactedContent };
}
