/** Seeded faults and legal variants of finish and choice: how an answer ends, and whether it calls. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { drop, insertAfter, insertBefore, repeat, set } from '../../../proof/edits/stream.ts';
import { event } from '../serve/render.ts';
import { answer } from './edits.ts';
import { STOP } from './places.ts';

const CONTENT = 'output.message.content';

export const finish: Table = [
  faults('finish/present', 'text/buffered', {
    'finish/reason-missing': ['the body has no stopReason', [dropBody('stopReason')]],
    'finish/reason-null': ['the stopReason of a body is null', [setBody('stopReason', null)]],
  }),
  faults('finish/present', 'call/streaming', {
    'finish/stop-without-a-reason': ['messageStop has no stopReason', [drop(STOP, 'stopReason')]],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/reason-of-chat': ['the reason is one of another dialect', [setBody('stopReason', 'stop')]],
    'finish/reason-of-the-sdk': [
      'the reason is in the case of a constant',
      [setBody('stopReason', 'END_TURN')],
    ],
  }),
  variants('finish/known', 'text/buffered', {
    'finish/guardrail': ['a guardrail intervened', [setBody('stopReason', 'guardrail_intervened')]],
    'finish/context-full': ['the context is full', [setBody('stopReason', 'model_context_window_exceeded')]],
    'finish/sequence': [
      'a sequence of the request ended the answer',
      [setBody('stopReason', 'stop_sequence')],
    ],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/two-reasons': [
      'the message stops twice, for two reasons',
      [insertAfter(STOP, event('messageStop', { stopReason: 'max_tokens' }))],
      { alsoFails: { 'finish/once': 'one event says why' } },
    ],
  }),
  variants('finish/consistent', 'call/streaming', {
    'finish/fields-of-the-model': [
      'the stop has fields of the model',
      [set(STOP, 'additionalModelResponseFields', { stop_reason: 'tool_use' })],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/once', 'text/streaming', {
    'finish/stop-twice': ['the message stops twice', [repeat(STOP)]],
  }),
  variants('finish/once', 'text/streaming', {
    'finish/padded-stop': ['the stop is padded', [set(STOP, 'p', 'abcdef')]],
  }),
  faults('finish/no-phantom', 'text/buffered', {
    'finish/phantom-beside-text': ['a text ends as a call does', [setBody('stopReason', 'tool_use')]],
  }),
  variants('finish/tool-calls', 'call/buffered', {
    'finish/guardrail-and-a-call': [
      'a guardrail intervened behind a call',
      [setBody('stopReason', 'guardrail_intervened')],
    ],
  }),
  variants('finish/tool-calls', 'text/buffered', {
    'finish/search-of-the-provider': [
      'the provider ran a search of its own, and answered',
      [
        setBody(CONTENT, [
          { toolUse: { toolUseId: 'srvtoolu_1', name: 'search', input: {}, type: 'server_tool_use' } },
          { toolResult: { toolUseId: 'srvtoolu_1', content: [], type: 'server_tool_use_result' } },
          { text: 'Nothing is new.' },
        ]),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/an-image': [
      'the answer is an image',
      [setBody(CONTENT, [{ image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } }])],
    ],
  }),
  faults('choice/required', 'choice-required/streaming', {
    'choice/text-and-pings-despite-required': [
      'text comes though a call is required, and a payload that is no JSON holds no call',
      [answer(GREETING), insertBefore(STOP, { ...event('ping', {}), data: 'ping' })],
      { alsoFails: { 'framing/data-is-json': 'a word is no JSON' } },
    ],
  }),
];
