/** blocks: the content blocks of a message. */

import { EITHER, type FamilyRules, STREAMED } from './record.ts';
export const blocks = {
  'blocks/open': {
    ...STREAMED,
    needsEveryEvent: true,
    follows: ['deltas/one-call-per-index', 'deltas/index-from-zero'],
    title: 'A delta or stop comes only for a block that is started and not yet stopped',
    level: 'MUST',
    impact: 'critical',
  },
  'blocks/one-open': {
    ...STREAMED,
    needsEveryEvent: true,
    title: 'A block starts only when the one before has stopped',
    level: 'SHOULD',
    impact: 'major',
  },
  'blocks/closed': {
    ...STREAMED,
    needsEveryEvent: true,
    follows: ['deltas/one-call-per-index', 'deltas/index-from-zero', 'blocks/open'],
    title: 'Every started block is stopped',
    level: 'MUST',
    impact: 'critical',
    needsEnd: true,
    voidWhen: 'truncated',
  },
  'blocks/start-shape': {
    ...EITHER,
    title: 'A text block has a string text, thinking a string thinking, redacted_thinking its data',
    level: 'MUST',
    impact: 'major',
  },
  'blocks/delta-type': {
    ...STREAMED,
    // Revision 2: a delta with the type of a block; it passed as an unknown type before.
    revision: 2,
    title: 'A delta fits the type of its block, and has its string',
    level: 'MUST',
    impact: 'critical',
  },
  'blocks/tool-input-key': {
    ...STREAMED,
    title: 'A streamed tool_use starts with an object input',
    level: 'MUST',
    impact: 'major',
    aboutCalls: true,
  },
  'blocks/input-by-delta': {
    ...STREAMED,
    title: 'A streamed tool_use starts with input {} and sends its input in deltas',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'blocks/has-delta': {
    ...STREAMED,
    // Revision 2: accepts results of the provider's own tools, and calls of code, which always come whole.
    revision: 2,
    title: 'A block has no delta',
    level: 'MAY',
    impact: 'trivial',
  },
  'blocks/empty-text': {
    ...EITHER,
    follows: ['blocks/delta-type'],
    title: 'No text block ends empty',
    level: 'SHOULD',
    impact: 'minor',
    needsEnd: true,
    voidWhen: 'truncated',
  },
  'blocks/one-member': {
    ...EITHER,
    title: 'A block, a start and a delta have exactly one member of their union',
    level: 'MUST',
    impact: 'critical',
  },
  'blocks/server-paired': {
    ...EITHER,
    // Revision 2: results also count if the answer stopped for other calls. Revision 3: an answer that an error or a filter
    // ended need not have them in any dialect.
    revision: 3,
    needsEveryEvent: true,
    title: 'Each call that the provider runs is followed by its result in the same response',
    level: 'SHOULD',
    impact: 'minor',
  },
} satisfies FamilyRules<'blocks'>;
