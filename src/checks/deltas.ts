/** deltas: how a stream puts its calls together. */

import { reports } from './authorities.ts';
import { EITHER, type FamilyRules, STREAMED } from './record.ts';
export const deltas = {
  'deltas/index': {
    ...STREAMED,
    title: 'Every delta says by an integer from 0 what it continues',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/index-from-zero': {
    ...STREAMED,
    title: 'Indexes count 0, 1, 2 ...',
    level: 'MUST',
    impact: 'major',
  },
  'deltas/one-call-per-index': {
    ...STREAMED,
    title: 'An index belongs to one call',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/id-first': {
    ...STREAMED,
    title: 'A call starts with its non-empty string id',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/name-first': {
    ...STREAMED,
    title: 'A call starts with its whole, non-empty name',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/type-first': {
    ...STREAMED,
    title: 'The first delta of a call has type function',
    level: 'SHOULD',
    impact: 'minor',
    aboutCalls: true,
  },
  'deltas/continuation-identity': {
    ...STREAMED,
    title: 'Later deltas of a call leave id and name out, or repeat them unchanged',
    level: 'SHOULD',
    impact: 'major',
    aboutCalls: true,
  },
  'deltas/arguments-string': {
    ...STREAMED,
    title: 'The fragments of arguments are strings',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/no-resend': {
    ...STREAMED,
    title: 'What is streamed are increments: none repeats what has been sent',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/none-after-finish': {
    ...STREAMED,
    title: ({ finishField }) => `No content and no call follows the ${finishField}`,
    authority: reports('deltas/none-after-finish'),
    level: 'SHOULD',
    impact: 'critical',
  },
  'deltas/partial-asked': {
    ...EITHER,
    title: 'Arguments come in pieces only where streamFunctionCallArguments was set',
    level: 'MUST',
    impact: 'critical',
  },
} satisfies FamilyRules<'deltas'>;
