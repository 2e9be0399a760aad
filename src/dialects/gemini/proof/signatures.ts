/** Seeded faults and legal variants of signatures. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { refuse } from './edits.ts';
import { CALL, CALLS, END, PARTS, SIGNATURE } from './places.ts';

const ECHOED = 'contents[1].parts[0].thoughtSignature';
const OLDER = everyTurn(set(CHUNKS, 'modelVersion', 'gemini-2.5-conforming'));

export const faults: readonly SeededFault[] = [
  fault(
    'signatures/none',
    'the first call is not signed',
    'call/buffered',
    [dropBody(SIGNATURE)],
    'signatures/first-call',
  ),
  fault(
    'signatures/on-the-second-call',
    'of two calls the second is signed alone',
    'parallel/streaming',
    all(
      turn(1, drop(CALLS, SIGNATURE), set(CALLS, `${PARTS}[1].thoughtSignature`, 'QUJDRA==')),
      turn(2, ask('contents[1].parts[1].thoughtSignature', 'QUJDRA==')),
    ),
    'signatures/first-call',
  ),
  fault(
    'signatures/no-base64',
    'the signature is no base64',
    'call/buffered',
    [setBody(SIGNATURE, 'not base64!')],
    'signatures/base64',
  ),
  fault(
    'signatures/empty',
    'the signature is empty',
    'call/streaming',
    [set(CALLS, SIGNATURE, '')],
    'signatures/base64',
  ),
  fault(
    'signatures/in-the-call',
    'the signature stands in the call',
    'call/buffered',
    [setBody(`${CALL}.thoughtSignature`, 'QUJDRA==')],
    'signatures/base64',
    {
      observes: ['shape/unknown-fields'],
    },
  ),
  fault(
    'signatures/on-both-calls',
    'both of two calls are signed',
    'parallel/buffered',
    all(
      turn(1, setBody(`${PARTS}[1].thoughtSignature`, 'QUJDRA==')),
      turn(2, ask('contents[1].parts[1].thoughtSignature', 'QUJDRA==')),
    ),
    'signatures/only-first',
  ),
  fault(
    'signatures/text-unsigned',
    'an answer without calls is not signed',
    'text/streaming',
    [drop(END, SIGNATURE)],
    'signatures/last-part',
  ),
  fault(
    'signatures/lost',
    'the next request lacks the signature',
    'weather/buffered',
    turn(2, askNot(ECHOED)),
    'signatures/echoed',
    {
      level: 'MUST',
      turnsInconclusive: ['signatures/echo-accepted'],
    },
  ),
  fault(
    'signatures/lost-before-gemini-3',
    'the next request lacks the signature of an older model',
    'weather/streaming',
    all(OLDER, turn(2, askNot(ECHOED))),
    'signatures/echoed',
    {
      observes: ['routing/model'],
      turnsInconclusive: ['signatures/echo-accepted'],
    },
  ),
  fault(
    'signatures/changed',
    'the next request has another signature',
    'weather/buffered',
    turn(2, ask(ECHOED, 'QUJDRA==')),
    'signatures/echoed',
    {
      level: 'MUST',
      turnsInconclusive: ['signatures/echo-accepted'],
    },
  ),
  fault(
    'signatures/own-refused',
    'the provider refuses a signature that it issued',
    'weather/buffered',
    turn(2, refuse(400, { code: 400, message: 'Corrupted thought signature.', status: 'INVALID_ARGUMENT' })),
    'signatures/echo-accepted',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'signatures/not-needed',
    'an older model does not sign',
    'call/buffered',
    [setBody('modelVersion', 'gemini-2.5-conforming'), dropBody(SIGNATURE)],
    'signatures/first-call',
    {
      outcome: 'not-applicable',
      observes: ['routing/model'],
    },
  ),
  variant(
    'signatures/other-alphabet',
    'the signature is base64 for URLs',
    'call/buffered',
    [setBody(SIGNATURE, 'a-b_c3d4')],
    'signatures/base64',
  ),
  variant(
    'signatures/redacted',
    'the recorder put something else in the place of the signature',
    'call/buffered',
    [setBody(SIGNATURE, '<redacted>')],
    'signatures/base64',
    { outcome: 'inconclusive', turnsInconclusive: ['signatures/base64'] },
  ),
  variant(
    'signatures/text-signed-too',
    'a thought is signed beside the first call',
    'parallel/buffered',
    [setBody(PARTS, (parts: unknown[]) => [...parts, { text: '', thoughtSignature: 'QUJDRA==' }])],
    'signatures/only-first',
  ),
  variant(
    'signatures/on-the-text',
    'the last text is signed itself',
    'text/buffered',
    [setBody(SIGNATURE, 'QUJDRA==')],
    'signatures/last-part',
  ),
  variant(
    'signatures/other-alphabet-back',
    'the next request writes the same bytes for URLs',
    'weather/buffered',
    all(turn(1, setBody(SIGNATURE, 'ab+/cd==')), turn(2, ask(ECHOED, 'ab-_cd'))),
    'signatures/echoed',
  ),
  variant(
    'signatures/dummy-back',
    'the next request has a dummy signature',
    'weather/buffered',
    turn(2, ask(ECHOED, 'context_engineering_is_the_way_to_go')),
    'signatures/echoed',
  ),
  variant(
    'signatures/dummy-back-as-bytes',
    'the next request has a dummy signature, written as base64',
    'weather/buffered',
    turn(2, ask(ECHOED, 'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=')),
    'signatures/echoed',
  ),
  variant(
    'signatures/left-out-on-purpose',
    'the scenario leaves the signatures out',
    'dropped-signatures/buffered',
    turn(2, refuse(400, { code: 400, message: 'Unsigned function call.', status: 'INVALID_ARGUMENT' })),
    'signatures/echoed',
    { outcome: 'not-applicable' },
  ),
  variant(
    'signatures/refused-for-another-reason',
    'the provider refuses the request for its length',
    'weather/buffered',
    turn(2, refuse(400, { code: 400, message: 'Too long.', status: 'INVALID_ARGUMENT' })),
    'signatures/echo-accepted',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];
