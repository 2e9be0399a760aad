/** Seeded faults and legal variants of finish: the status of a response, and the members that the status requires. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { remove, repeat, set } from '../../../proof/edits/stream.ts';
import { emptyBody } from '../../../proof/edits/wire.ts';
import { answer, refusal } from './edits.ts';
import { appendItem, CREATED, renumbered, TERMINAL, WEB_SEARCH } from './places.ts';

const CUT_SHORT = answer({ ...GREETING, finish: 'length' });
const FAILED = { code: 'server_error', message: 'The model broke down.' };

export const finish: Table = [
  faults('finish/present', 'call/streaming', {
    'finish/never': ['there is no terminal event', [renumbered(remove(TERMINAL))]],
  }),
  faults('finish/present', 'text/streaming', {
    'finish/stream-of-nothing': ['a stream has no byte', [emptyBody(true)]],
  }),
  faults('finish/present', 'text/buffered', {
    'finish/still-in-progress': ['a body is in_progress', [setBody('status', 'in_progress')]],
  }),
  variants('finish/present', 'text/buffered', {
    'finish/in-the-background': [
      'a background response is queued',
      [ask('background', true), setBody('status', 'queued'), setBody('output', []), setBody('usage', null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/unknown-status': ['the status of a body is done', [setBody('status', 'done')]],
    'finish/unknown-reason': [
      'the reason of an incomplete answer is length',
      [CUT_SHORT, setBody('incomplete_details.reason', 'length')],
    ],
    'finish/reason-empty': [
      'the reason of an incomplete answer is empty',
      [CUT_SHORT, setBody('incomplete_details', { reason: '' })],
    ],
    'finish/reason-a-number': [
      'the reason of an incomplete answer is a number',
      [CUT_SHORT, setBody('incomplete_details', { reason: 1 })],
    ],
  }),
  variants('finish/known', 'text/buffered', {
    'finish/filtered': [
      'a content filter stops the answer',
      [answer({ ...GREETING, finish: 'content_filter' })],
    ],
  }),
  faults('finish/known', 'text/streaming', {
    'finish/completed-with-an-unknown-reason': [
      'the details of a completed answer say stop',
      [set(TERMINAL, 'response.incomplete_details', { reason: 'stop' })],
    ],
  }),
  faults('finish/consistent', 'call/streaming', {
    'finish/created-as-completed': [
      'the response is created with the status completed',
      [set(CREATED, 'response.status', 'completed')],
    ],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/completed-in-progress': [
      'the terminal event carries the status in_progress',
      [set(TERMINAL, 'response.status', 'in_progress')],
    ],
    'finish/incomplete-and-completed': [
      'the terminal event is response.completed, and its response incomplete',
      [
        set(TERMINAL, 'response.status', 'incomplete'),
        set(TERMINAL, 'response.incomplete_details', { reason: 'max_output_tokens' }),
      ],
    ],
  }),
  variants('finish/consistent', 'call/streaming', {
    'finish/created-as-queued': [
      'the response is created with the status queued',
      [set(CREATED, 'response.status', 'queued')],
    ],
  }),
  faults('finish/once', 'call/streaming', {
    'finish/twice': ['the terminal event comes twice', [renumbered(repeat(TERMINAL))]],
  }),
  variants('finish/once', 'text/streaming', {
    'finish/stopped-by-length': ['the token limit ends the stream with one event', [CUT_SHORT]],
  }),
  faults('finish/incomplete-reason', 'text/buffered', {
    'finish/incomplete-without-reason': [
      'an incomplete answer does not say why',
      [CUT_SHORT, setBody('incomplete_details', null)],
    ],
  }),
  faults('finish/incomplete-reason', 'text/streaming', {
    'finish/completed-with-a-reason': [
      'a completed answer says why it is incomplete',
      [set(TERMINAL, 'response.incomplete_details', { reason: 'max_output_tokens' })],
    ],
  }),
  variants('finish/incomplete-reason', 'call/buffered', {
    'finish/details-left-out': [
      'a completed answer leaves the details out',
      [setBody('incomplete_details', {})],
    ],
  }),
  variants('finish/incomplete-reason', 'text/streaming', {
    'finish/reason-of-length': ['an incomplete answer says why', [CUT_SHORT]],
  }),
  faults('finish/failed-error', 'text/buffered', {
    'finish/failed-without-error': ['a failed answer does not say how', [setBody('status', 'failed')]],
    'finish/failed-without-code': [
      'the error of a failed answer has no code',
      [setBody('status', 'failed'), setBody('error', { message: 'Broken' })],
    ],
    'finish/failed-without-message': [
      'the error of a failed answer has a code and no message',
      [setBody('status', 'failed'), setBody('error', { code: 'server_error' })],
    ],
  }),
  faults('finish/failed-error', 'text/streaming', {
    'finish/completed-with-an-error': [
      'the terminal event of a completed answer carries an error',
      [set(TERMINAL, 'response.error', FAILED)],
    ],
  }),
  variants('finish/failed-error', 'text/buffered', {
    'finish/failed': ['a body fails, and says how', [setBody('status', 'failed'), setBody('error', FAILED)]],
    'finish/error-null': ['a completed answer has error null', [setBody('error', null)]],
  }),
  variants('finish/not-empty', 'text/streaming', {
    'finish/refusal': ['a completed answer is a refusal', [refusal]],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/search-alone': [
      "a completed answer is an item of the provider's own tools",
      [setBody('output', []), appendItem(WEB_SEARCH)],
    ],
  }),
];
