/** results: the results that a client returns. */

import type { FamilyRules } from './record.ts';
export const results = {
  'results/once': {
    title: 'No tool_use_id is answered twice in one turn',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
  },
  'results/call-kept': {
    title: 'A repeated tool_use has the name and the input that were issued',
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
  'results/first': {
    title: 'No other block of its message stands before a tool_result',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'client',
    answer: 'request',
  },
} satisfies FamilyRules<'results'>;
