/** Seeded faults and legal variants of finish: how an answer ends, and why. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { drop, last, set } from '../../../proof/edits/stream.ts';
import { END, TEXT } from './places.ts';

export const finish: Table = [
  faults('finish/present', 'text/buffered', {
    'finish/reason-missing': ['the body has no done_reason', [dropBody('done_reason')]],
    'finish/reason-null': ['the done_reason of a body is null', [setBody('done_reason', null)]],
  }),
  faults('finish/present', 'call/streaming', {
    'finish/done-without-a-reason': ['the last line has no done_reason', [drop(END, 'done_reason')]],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/reason-of-messages': [
      'the reason is one of another dialect',
      [setBody('done_reason', 'end_turn')],
    ],
  }),
  faults('finish/known', 'text/streaming', {
    'finish/reason-in-capitals': ['the reason is in capitals', [set(END, 'done_reason', 'STOP')]],
  }),
  variants('finish/known', 'text/buffered', {
    'finish/text-by-length-in-a-body': ['the token limit ends a text', [setBody('done_reason', 'length')]],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/two-reasons': [
      'two lines say two reasons',
      [set(last(TEXT), 'done_reason', 'length')],
      { alsoFails: { 'finish/once': 'one line says why' } },
    ],
  }),
  variants('finish/consistent', 'text/streaming', {
    'finish/null-before': [
      'the other lines have the reason null',
      [set(TEXT, 'done_reason', null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/once', 'text/streaming', {
    'finish/reason-twice': ['two lines say the reason', [set(last(TEXT), 'done_reason', 'stop')]],
  }),
  variants('finish/once', 'call/streaming', {
    'finish/by-length': ['the token limit ends an answer with a call', [set(END, 'done_reason', 'length')]],
  }),
  faults('finish/known', 'call/buffered', {
    'finish/reason-of-chat': [
      'an answer with a call has the reason of Chat Completions',
      [setBody('done_reason', 'tool_calls')],
    ],
  }),
  faults('finish/tool-calls', 'call/buffered', {
    'finish/loaded-with-a-call': [
      'an answer with a call says that a model was loaded',
      [setBody('done_reason', 'load')],
    ],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/an-image': [
      'the answer is an image',
      [setBody('message.content', ''), setBody('message.images', ['iVBORw0KGgo='])],
    ],
    'finish/nothing-by-length': [
      'the token limit ends an answer before its first word',
      [setBody('message.content', ''), setBody('done_reason', 'length')],
      { outcome: 'inconclusive' },
    ],
  }),
];
