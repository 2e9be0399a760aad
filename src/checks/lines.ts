/** lines: a stream of one JSON object a line. */

import { type FamilyRules, STREAMED } from './record.ts';

export const lines = {
  'lines/done': {
    ...STREAMED,
    needsEveryEvent: true,
    needsEnd: true,
    // A stream that breaks off lacks its last line.
    follows: ['finish/present'],
    title: 'Every line says done: false, but the last, which says done: true',
    level: 'MUST',
    impact: 'critical',
  },
  'lines/nothing-after-done': {
    ...STREAMED,
    title: 'No line follows the one that says done: true',
    level: 'MUST',
    impact: 'major',
  },
  'lines/reason-at-the-end': {
    ...STREAMED,
    // A reason that is sent twice is also on another line.
    follows: ['finish/once', 'finish/consistent'],
    title: 'done_reason stands on the line that says done: true, and on no other',
    level: 'SHOULD',
    impact: 'minor',
  },
} satisfies FamilyRules<'lines'>;
