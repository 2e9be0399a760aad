/** Faults and variants of finish: how an answer ends, and why. */

import { faults, type SharedTable } from '../cases.ts';
import { GREETING } from '../dialogues.ts';
import { emptyBody } from '../edits/wire.ts';

export const finish: SharedTable = ({ answer }) => {
  const nothing = [answer({ finish: 'stop', usage: GREETING.usage })];
  return [
    faults('finish/present', 'text/streaming', {
      'finish/empty-body': ['a streamed 200 brings no byte, and the recording proves it', [emptyBody(true)]],
    }),
    faults('finish/not-empty', 'text/streaming', {
      'finish/stop-with-nothing': ['a whole answer of a stream has nothing in it', nothing],
    }),
    faults('finish/not-empty', 'text/buffered', {
      'finish/empty': ['a whole answer of a body has nothing in it', nothing],
    }),
  ];
};
