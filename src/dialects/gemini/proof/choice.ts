/** Seeded faults and legal variants of choice: functionCallingConfig. */

import { CALLING, GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { answer } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { FINISH_REASON, PARTS } from './places.ts';

const CONFIG = 'toolConfig.functionCallingConfig';
const SIGNED = { signature: 'QUJDRA==' };
const CALLING_TIME = { ...CALLING, ...SIGNED, calls: [TIME_CALL] };

export const faults: readonly SeededFault[] = [
  fault(
    'choice/call-in-spite-of-none',
    'mode NONE gives a call',
    'choice-none/buffered',
    [answer({ ...CALLING, ...SIGNED })],
    'choice/none',
  ),
  fault(
    'choice/no-call',
    'mode ANY gives no call',
    'choice-required/streaming',
    [answer({ ...GREETING, ...SIGNED })],
    'choice/required',
  ),
  fault(
    'choice/no-call-of-the-named',
    'mode ANY with a name gives no call',
    'choice-named/buffered',
    [answer({ ...GREETING, ...SIGNED })],
    'choice/required',
  ),
  fault(
    'choice/another-function',
    'another function is called than the one allowed',
    'choice-named/streaming',
    [answer(CALLING_TIME)],
    'choice/named',
  ),
  fault(
    'choice/another-function-validated',
    'mode VALIDATED calls another function than the one allowed',
    'choice-named/buffered',
    [ask(CONFIG, { mode: 'VALIDATED', allowedFunctionNames: ['local_time'] })],
    'choice/named',
    {
      level: 'MUST',
    },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'choice/none-as-a-number',
    'the mode is asked for as a number',
    'choice-none/buffered',
    [ask(CONFIG, { mode: 3 })],
    'choice/none',
  ),
  variant(
    'choice/text-beside-the-call',
    'mode ANY gives a call beside text',
    'choice-required/buffered',
    [setBody(PARTS, (parts: unknown[]) => [{ text: 'I ask.' }, ...parts])],
    'choice/required',
  ),
  variant(
    'choice/cut-off',
    'the token limit ends the answer before any call',
    'choice-required/buffered',
    [answer({ ...GREETING, finish: 'length' })],
    'choice/required',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [...CUT, 'choice/required'],
    },
  ),
  variant(
    'choice/one-of-two-names',
    'one of two functions allowed is called',
    'choice-named/buffered',
    [ask(`${CONFIG}.allowedFunctionNames`, ['local_time', 'weather'])],
    'choice/named',
  ),
  variant(
    'choice/flagged',
    'another function is called, and the provider flags it',
    'choice-named/buffered',
    [
      answer(CALLING_TIME),
      setBody(FINISH_REASON, 'SAFETY'),
      ask(`${CONFIG}.allowedFunctionNames`, ['local_time']),
    ],
    'choice/named',
    {
      turnsInconclusive: CUT,
    },
  ),
];
