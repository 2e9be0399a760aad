/** signatures: the signatures that authenticate the thoughts before a call. */

import { EITHER, type FamilyRules } from './record.ts';
export const signatures = {
  'signatures/first-call': {
    ...EITHER,
    follows: ['shape/field-case', 'signatures/base64'],
    title: 'From Gemini 3 the first functionCall of an answer carries a thoughtSignature',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'signatures/base64': {
    ...EITHER,
    title: 'thoughtSignature is a non-empty base64 string on the part',
    level: 'MUST',
    impact: 'critical',
  },
  'signatures/only-first': {
    ...EITHER,
    title: 'Of parallel calls a later one is signed too',
    level: 'MAY',
    impact: 'trivial',
    aboutCalls: true,
  },
  'signatures/last-part': {
    ...EITHER,
    title: 'From Gemini 3 an answer without calls ends with a part that is not signed',
    level: 'MAY',
    impact: 'trivial',
    needsEnd: true,
    voidWhen: 'cutOff',
  },
  'signatures/echoed': {
    // Revision 2: judges all steps of a turn, because a server validates them together.
    revision: 2,
    title: 'The next request carries the signature of each call on the same part',
    level: 'SHOULD',
    levelNote: 'MUST from Gemini 3',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
  },
  'signatures/echo-accepted': {
    // Revision 2 excludes signatures of earlier answers that the client lost. 3 excludes changes of the client around a
    // thought, and in Gemini includes signatures that came back but are reported missing. 4: a provider may not demand
    // signatures that it never issued. 5 excludes things that an earlier answer issued in a form that cannot be returned.
    // 6 excludes refusals after the client changed the calls or results.
    revision: 6,
    follows: [
      'ids/echoed',
      'reasoning/echoed',
      'signatures/echoed',
      'results/call-kept',
      'roundtrip/response-count',
    ],
    followsEarlier: ['signatures/first-call'],
    title: 'A request with its signatures unchanged is not refused for them',
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    answer: 'any',
    judgesUnreadable: true,
  },
} satisfies FamilyRules<'signatures'>;
