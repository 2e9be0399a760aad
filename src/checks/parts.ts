/** parts: the parts of a content. */

import { EITHER, type FamilyRules, STREAMED } from './record.ts';
export const parts = {
  'parts/one-data': {
    ...EITHER,
    title: 'A part carries at most one kind of data',
    level: 'MUST',
    impact: 'critical',
  },
  'parts/not-empty': {
    ...EITHER,
    title: 'A part carries data: not only a signature, and not nothing',
    level: 'SHOULD',
    impact: 'minor',
  },
  'parts/call-name': { ...EITHER, title: 'Every functionCall has a name', level: 'MUST', impact: 'critical' },
  'parts/thought-flag': { ...EITHER, title: 'thought is a boolean', level: 'MUST', impact: 'minor' },
  'parts/thought-call': {
    ...EITHER,
    title: 'A part with a functionCall is not marked as a thought',
    level: 'SHOULD',
    impact: 'critical',
  },
  'parts/no-response': {
    ...EITHER,
    title: 'A model content has no functionResponse',
    level: 'MUST',
    impact: 'critical',
  },
  'parts/thoughts-asked': {
    ...EITHER,
    title: 'Thoughts come only where includeThoughts was set',
    level: 'SHOULD',
    impact: 'minor',
  },
  'parts/call-per-chunk': {
    ...STREAMED,
    title: 'Parallel calls come in several chunks',
    level: 'MAY',
    impact: 'trivial',
  },
} satisfies FamilyRules<'parts'>;
