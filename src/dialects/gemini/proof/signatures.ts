/** Seeded faults and legal variants of signatures. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, together, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, dropFirst, sentBefore } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, set } from '../../../proof/edits/stream.ts';
import type { JsonObject } from '../../../text/json.ts';
import { refuse, reissue } from './edits.ts';
import { CALL, CALLS, CONTENT, END, FINISH_REASON, PARTS, SIGNATURE } from './places.ts';

/** A second candidate makes the same call as the first. */
const TWO_CALLING = [
  ask('generationConfig.candidateCount', 2),
  setBody('candidates', ([one]: readonly JsonObject[]) => [one, { ...structuredClone(one), index: 1 }]),
  setBody('candidates[1].content.parts[0].functionCall.id', 'aB3dE6gH9jK2'),
];

const ECHOED = 'contents[1].parts[0].thoughtSignature';
const MISSING_SIGNATURE = {
  code: 400,
  message: 'Function call is missing a thought_signature.',
  status: 'INVALID_ARGUMENT',
};
/** Vertex AI ends an answer like this if the history lacks a signature. */
const MISSED = together(setBody(FINISH_REASON, 'MISSING_THOUGHT_SIGNATURE'), dropBody(CONTENT));
const OLDER = everyTurn(set(CHUNKS, 'modelVersion', 'gemini-2.5-conforming'));
const NEVER_SIGNED = all(
  OLDER,
  turn(1, drop(CALLS, SIGNATURE)),
  turn(2, askNot(ECHOED), refuse(400, MISSING_SIGNATURE)),
);

export const signatures: Table = [
  faults('signatures/first-call', 'call/buffered', {
    'signatures/none': ['the first call is not signed', [dropBody(SIGNATURE)]],
  }),
  faults('signatures/first-call', 'parallel/streaming', {
    'signatures/on-the-second-call': [
      'of two calls the second is signed alone',
      all(
        turn(1, drop(CALLS, SIGNATURE), set(CALLS, `${PARTS}[1].thoughtSignature`, 'QUJDRA==')),
        turn(2, ask('contents[1].parts[1].thoughtSignature', 'QUJDRA==')),
      ),
    ],
  }),
  faults('signatures/first-call', 'call/buffered', {
    'signatures/none-in-the-second-candidate': [
      'each of two candidates has one call, and that of the second is not signed',
      [...TWO_CALLING, dropBody('candidates[1].content.parts[0].thoughtSignature')],
    ],
  }),
  variants('signatures/first-call', 'call/buffered', {
    'signatures/not-needed': [
      'an older model does not sign',
      [setBody('modelVersion', 'gemini-2.5-conforming'), dropBody(SIGNATURE)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('signatures/base64', 'call/buffered', {
    'signatures/no-base64': ['the signature is no base64', [setBody(SIGNATURE, 'not base64!')]],
    'signatures/quoted': ['a quotation mark stands before the signature', [setBody(SIGNATURE, '"QUJDRA==')]],
    'signatures/five-letters': ['the signature has a letter too many', [setBody(SIGNATURE, 'QUJDR')]],
    'signatures/number': ['the signature is a number', [setBody(SIGNATURE, 12_345_678)]],
    'signatures/in-the-call': [
      'the signature stands in the call',
      [setBody(`${CALL}.thoughtSignature`, 'QUJDRA==')],
    ],
    'signatures/in-the-call-alone': [
      'the signature stands in the call, and not on its part',
      [dropBody(SIGNATURE), setBody(`${CALL}.thoughtSignature`, 'QUJDRA==')],
    ],
  }),
  faults('signatures/base64', 'call/streaming', {
    'signatures/empty': ['the signature is empty', [set(CALLS, SIGNATURE, '')]],
  }),
  variants('signatures/base64', 'call/buffered', {
    'signatures/other-alphabet': ['the signature is base64 for URLs', [setBody(SIGNATURE, 'a-b_c3d4')]],
    'signatures/word-in-a-long-one': [
      'a signature of 64 characters has the letters of a word that recorders put there',
      [setBody(SIGNATURE, `${'QUJD'.repeat(14)}redacted`)],
    ],
    'signatures/redacted': [
      'the recorder put something else in the place of the signature',
      [setBody(SIGNATURE, '<redacted>')],
      { outcome: 'inconclusive' },
    ],
    'signatures/redacted-in-letters': [
      'what the recorder put in the place of the signature has the letters of base64',
      [setBody(SIGNATURE, 'signature_REDACTED_1')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('signatures/only-first', 'call/buffered', {
    'signatures/one-call-in-each-candidate': [
      'each of two candidates has one call, which is signed',
      TWO_CALLING,
      { outcome: 'not-applicable' },
    ],
  }),
  faults('signatures/only-first', 'parallel/buffered', {
    'signatures/on-both-calls': [
      'both of two calls are signed',
      all(
        turn(1, setBody(`${PARTS}[1].thoughtSignature`, 'QUJDRA==')),
        turn(2, ask('contents[1].parts[1].thoughtSignature', 'QUJDRA==')),
      ),
    ],
  }),
  variants('signatures/only-first', 'parallel/buffered', {
    'signatures/text-signed-too': [
      'a thought is signed beside the first call',
      [setBody(PARTS, (parts: unknown[]) => [...parts, { text: '', thoughtSignature: 'QUJDRA==' }])],
    ],
  }),
  faults('signatures/last-part', 'text/streaming', {
    'signatures/text-unsigned': ['an answer without calls is not signed', [drop(END, SIGNATURE)]],
  }),
  variants('signatures/last-part', 'text/streaming', {
    'signatures/text-of-an-older-model': [
      'an older model does not sign its text',
      [set(CHUNKS, 'modelVersion', 'gemini-2.5-conforming'), drop(END, SIGNATURE)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('signatures/last-part', 'text/buffered', {
    'signatures/on-the-text': ['the last text is signed itself', [setBody(SIGNATURE, 'QUJDRA==')]],
  }),
  faults('signatures/echoed', 'weather/buffered', {
    'signatures/lost': ['the next request lacks the signature', turn(2, askNot(ECHOED)), { level: 'MUST' }],
    'signatures/changed': [
      'the next request has another signature',
      turn(2, ask(ECHOED, 'QUJDRA==')),
      { level: 'MUST' },
    ],
  }),
  faults('signatures/echoed', 'weather/streaming', {
    'signatures/lost-before-gemini-3': [
      'the next request lacks the signature of an older model',
      all(OLDER, turn(2, askNot(ECHOED))),
    ],
  }),
  variants('signatures/echoed', 'weather/buffered', {
    'signatures/other-alphabet-back': [
      'the next request writes the same bytes for URLs',
      all(turn(1, setBody(SIGNATURE, 'ab+/cd==')), turn(2, ask(ECHOED, 'ab-_cd'))),
    ],
    'signatures/dummy-back': [
      'the next request has a dummy signature',
      turn(2, ask(ECHOED, 'context_engineering_is_the_way_to_go')),
    ],
    'signatures/dummy-back-as-bytes': [
      'the next request has a dummy signature, written as base64',
      turn(2, ask(ECHOED, 'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=')),
    ],
  }),
  variants('signatures/echoed', 'dropped-signatures/buffered', {
    'signatures/left-out-on-purpose': [
      'the scenario leaves the signatures out',
      turn(2, refuse(400, { code: 400, message: 'Unsigned function call.', status: 'INVALID_ARGUMENT' })),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('ids/unique-in-response', 'parallel/streaming', {
    'ids/shared-by-an-older-model': [
      'two calls of an older model, neither of them signed, share an id',
      all(
        OLDER,
        turn(1, drop(CALLS, SIGNATURE)),
        turn(2, askNot(ECHOED)),
        reissue(TIME_CALL.id, WEATHER_CALL.id),
      ),
    ],
  }),
  faults('signatures/echo-accepted', 'weather/buffered', {
    'signatures/own-refused': [
      'the provider refuses a signature that it issued',
      turn(
        2,
        refuse(400, { code: 400, message: 'Corrupted thought signature.', status: 'INVALID_ARGUMENT' }),
      ),
    ],
  }),
  faults('signatures/echo-accepted', 'weather/buffered', {
    'signatures/own-missed': [
      'the signature came back, and the answer ends since one is missing',
      turn(2, MISSED),
    ],
  }),
  faults('signatures/echoed', 'weather/buffered', {
    'signatures/lost-and-missed': [
      'the next request lacks the signature, and the answer ends since one is missing',
      turn(2, askNot(ECHOED), MISSED),
      { level: 'MUST' },
    ],
  }),
  faults('signatures/echoed', 'three-turns/buffered', {
    'signatures/earlier-lost': [
      'only the third request lacks the signature of the first call',
      turn(3, askNot(ECHOED)),
      { level: 'MUST' },
    ],
    'signatures/earlier-lost-and-missed': [
      'only the third request lacks the signature of the first call, and the answer ends since one is missing',
      turn(3, askNot(ECHOED), MISSED),
      { level: 'MUST' },
    ],
    'signatures/earlier-changed': [
      'the third request has another signature of the first call',
      turn(3, ask(ECHOED, 'QUJDRA==')),
      { level: 'MUST' },
    ],
  }),
  variants('signatures/echoed', 'three-turns/buffered', {
    'signatures/earlier-dummy': [
      'the third request has a dummy in the place of the first signature',
      turn(3, ask(ECHOED, 'skip_thought_signature_validator')),
    ],
    'signatures/of-an-earlier-turn': [
      'the third request lacks the signature of the first call, since the user has spoken after it',
      turn(3, askNot(ECHOED), ask('contents[2].parts[1]', { text: 'And the time?' })),
    ],
    'signatures/of-another-call': [
      'the third request has other arguments in the first call, and no signature there',
      turn(3, askNot(ECHOED), ask('contents[1].parts[0].functionCall.args', { location: 'Bergen' })),
    ],
    'signatures/of-a-renamed-call': [
      'the third request has another name in the first call and its result, and no signature there',
      turn(
        3,
        askNot(ECHOED),
        ask('contents[1].parts[0].functionCall.name', 'local_time'),
        ask('contents[2].parts[0].functionResponse.name', 'local_time'),
      ),
    ],
    'signatures/of-two-samples': [
      'the first request was sent twice, and the client goes on with the second answer',
      sentBefore(1, setBody(SIGNATURE, 'QUJDRA==')),
    ],
  }),
  variants('signatures/echoed', 'three-turns/streaming', {
    'signatures/of-an-older-model': [
      'an older model does not sign its first call',
      all(OLDER, turn(1, drop(CALLS, SIGNATURE)), turn(2, askNot(ECHOED)), turn(3, askNot(ECHOED))),
    ],
  }),
  variants('signatures/echo-accepted', 'weather/buffered', {
    'signatures/refused-for-another-reason': [
      'the provider refuses the request for its length',
      turn(2, refuse(400, { code: 400, message: 'Too long.', status: 'INVALID_ARGUMENT' })),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('signatures/echo-accepted', 'weather/streaming', {
    'signatures/missed-and-never-issued': [
      'an older model does not sign, and the provider misses a signature',
      NEVER_SIGNED,
    ],
  }),
  faults('signatures/first-call', 'weather/streaming', {
    'signatures/none-and-missed': [
      'the call is not signed, and the provider misses its signature when it comes back',
      all(turn(1, drop(CALLS, SIGNATURE)), turn(2, askNot(ECHOED), refuse(400, MISSING_SIGNATURE))),
    ],
  }),
  variants('signatures/echo-accepted', 'weather/streaming', {
    'signatures/missed-by-another-model': [
      'the client goes on with another model than the one whose call was not signed',
      all(
        NEVER_SIGNED,
        turn(2, (exchange) => {
          exchange.url = exchange.url.replace(/models\/[^:]+/u, 'models/gemini-3-other');
        }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('signatures/echo-accepted', 'weather/buffered', {
    'signatures/missed-of-an-older-turn': [
      'the user speaks beside the result, so that the call is of an older turn, and the provider misses its signature',
      turn(2, ask('contents[2].parts[1]', { text: 'Be brief.' }), refuse(400, MISSING_SIGNATURE)),
      { outcome: 'inconclusive' },
    ],
    'signatures/missed-in-a-first-answer': [
      'the recording begins behind the call, and the answer ends since its signature is missing',
      all(dropFirst(1), turn(1, askNot(ECHOED), MISSED)),
      { outcome: 'not-applicable' },
    ],
    'signatures/missed-and-issued-elsewhere': [
      'the recording begins behind the call, and the provider misses its signature',
      all(dropFirst(1), turn(1, askNot(ECHOED), refuse(400, MISSING_SIGNATURE))),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('signatures/echo-accepted', 'three-turns/buffered', {
    'signatures/refused-with-other-arguments-of-an-earlier-call': [
      'the third request has other arguments in the first call, whose signature it keeps, and is refused',
      turn(
        3,
        ask('contents[1].parts[0].functionCall.args', { location: 'Bergen' }),
        refuse(400, { code: 400, message: 'Corrupted thought signature.', status: 'INVALID_ARGUMENT' }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('signatures/echo-accepted', 'dropped-signatures/buffered', {
    'signatures/left-out-on-purpose-and-too-long': [
      'the scenario leaves the signatures out, and the request is refused for its length',
      turn(2, refuse(400, { code: 400, message: 'Too long.', status: 'INVALID_ARGUMENT' })),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('signatures/echoed', 'three-turns/buffered', {
    'signatures/refused-for-an-earlier-call': [
      'the client leaves the signature of the first turn out of the third request, and is refused',
      turn(3, askNot(ECHOED), refuse(400, MISSING_SIGNATURE)),
      { level: 'MUST' },
    ],
  }),
];
