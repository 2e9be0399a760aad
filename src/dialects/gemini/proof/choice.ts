/** Seeded faults and legal variants of choice: functionCallingConfig. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING, TIME_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { answer } from './edits.ts';
import { FINISH_REASON, PARTS } from './places.ts';

const CONFIG = 'toolConfig.functionCallingConfig';
const SIGNED = { signature: 'QUJDRA==' };
const CALLING_TIME = { ...CALLING, ...SIGNED, calls: [TIME_CALL] };

export const choice: Table = [
  faults('choice/required', 'choice-named/buffered', {
    'choice/text-despite-a-name': [
      'mode ANY with a name gives no call',
      [answer({ ...GREETING, ...SIGNED })],
    ],
  }),
  variants('choice/required', 'choice-named/buffered', {
    'choice/text-validated': [
      'mode VALIDATED with a name gives text, which it may',
      [
        ask(CONFIG, { mode: 'VALIDATED', allowedFunctionNames: ['weather'] }),
        answer({ ...GREETING, ...SIGNED }),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/text-where-nothing-can-be-called': [
      'mode ANY gives text where no function is declared',
      [ask('tools', []), answer({ ...GREETING, ...SIGNED })],
      { outcome: 'not-applicable' },
    ],
    'choice/text-beside-the-call': [
      'mode ANY gives a call beside text',
      [setBody(PARTS, (parts: unknown[]) => [{ text: 'I ask.' }, ...parts])],
    ],
  }),
  faults('choice/named', 'choice-named/buffered', {
    'choice/another-function-validated': [
      'mode VALIDATED calls another function than the one allowed',
      [ask(CONFIG, { mode: 'VALIDATED', allowedFunctionNames: ['local_time'] })],
      { level: 'MUST', unserved: 'it is an edit of the request' },
    ],
  }),
  variants('choice/named', 'choice-named/buffered', {
    'choice/one-of-two-names': [
      'one of two functions allowed is called',
      [ask(`${CONFIG}.allowedFunctionNames`, ['local_time', 'weather'])],
    ],
    'choice/flagged': [
      'another function is called, and the provider flags it',
      [
        answer(CALLING_TIME),
        setBody(FINISH_REASON, 'SAFETY'),
        ask(`${CONFIG}.allowedFunctionNames`, ['local_time']),
      ],
    ],
  }),
  variants('choice/none', 'choice-none/buffered', {
    'choice/none-as-a-number': ['the mode is asked for as a number', [ask(CONFIG, { mode: 3 })]],
  }),
];
