/** frames: the binary frames of an event stream of AWS. */

import { type FamilyRules, STREAMED } from './record.ts';

export const frames = {
  'frames/length': {
    ...STREAMED,
    title: 'The lengths of every frame are those of its headers and of its whole',
    level: 'MUST',
    impact: 'critical',
    readsBytes: true,
  },
  'frames/whole': {
    ...STREAMED,
    title: 'The body ends where a frame ends',
    level: 'MUST',
    impact: 'major',
    follows: ['frames/length'],
    readsBytes: true,
  },
  'frames/crc': {
    ...STREAMED,
    title: 'Both checksums of every frame are those of its bytes',
    level: 'MUST',
    impact: 'critical',
    readsBytes: true,
  },
  'frames/headers': {
    ...STREAMED,
    title:
      'Every frame says by its headers what it is: :message-type, and the type of its event or exception',
    level: 'MUST',
    impact: 'critical',
    readsBytes: true,
  },
  'frames/content-type': {
    ...STREAMED,
    title: 'Every event says by its header :content-type that its payload is JSON',
    level: 'SHOULD',
    impact: 'minor',
    readsBytes: true,
  },
} satisfies FamilyRules<'frames'>;
