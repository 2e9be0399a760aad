/** Seeded faults and legal variants of arguments, which are an object in this dialect. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, TIME_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { answer } from './edits.ts';
import { CALL, CALLS, FINISH_REASON, PART } from './places.ts';

const ARGS = `${CALL}.args`;
const CALLING_TIME = {
  calls: [{ ...TIME_CALL, arguments: '{}' }],
  signature: 'QUJDRA==',
  finish: 'stop',
  usage: GREETING.usage,
};

export const args: Table = [
  faults('arguments/object', 'call/buffered', {
    'arguments/json-text': ['args is JSON text', [setBody(ARGS, '{"location":"Oslo"}')]],
  }),
  faults('arguments/object', 'call/streaming', {
    'arguments/array': ['args is a list', [set(CALLS, ARGS, ['Oslo'])]],
  }),
  variants('arguments/object', 'call/buffered', {
    'arguments/empty-object': ['args is an empty object', [answer(CALLING_TIME)]],
  }),
  faults('arguments/schema', 'choice-required/buffered', {
    'arguments/required-missing': ['args lack what is required', [setBody(ARGS, {})], { level: 'MUST' }],
  }),
  faults('arguments/schema', 'call/buffered', {
    'arguments/left-out-though-required': ['args are left out, and something is required', [dropBody(ARGS)]],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/openapi-schema': [
      'the function has an OpenAPI schema, with upper-case types and nullable',
      [
        ask('tools', [
          {
            function_declarations: [
              {
                name: 'weather',
                parameters: {
                  type: 'OBJECT',
                  properties: {
                    location: { type: 'STRING', min_length: '2' },
                    unit: { type: 'STRING', nullable: true, enum: ['celsius'], format: 'enum' },
                  },
                  required: ['location'],
                },
              },
            ],
          },
        ]),
        setBody(ARGS, { location: 'Oslo', unit: null }),
      ],
    ],
  }),
  faults('arguments/empty', 'call/buffered', {
    'arguments/left-out': [
      'a call without arguments leaves args out',
      [answer(CALLING_TIME), dropBody(ARGS)],
    ],
  }),
  variants('arguments/empty', 'call/streaming', {
    'arguments/none': ['a call without arguments sends an empty object', [answer(CALLING_TIME)]],
  }),
  faults('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-repeated': [
      'args repeat a key',
      [recodeText((text) => text.replace(/"args":\{("[^"]+":)/u, '"args":{$1"",$1'))],
    ],
  }),
  faults('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/key-repeated-in-a-stream': [
      'args of a stream repeat a key',
      [recodeText((text) => text.replace(/"args":\{("[^"]+":)/u, '"args":{$1"",$1'))],
    ],
  }),
  variants('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-repeated-elsewhere': [
      'objects beside the args repeat a key, in places that are called as theirs is',
      [
        setBody('args', { once: 1 }),
        setBody(`${CALL}.origin`, { once: 1 }),
        recodeText((text) => text.replaceAll('"once":1', '"once":1,"once":2')),
      ],
    ],
    'arguments/key-in-two-objects': [
      'two objects have the same key',
      [setBody(ARGS, { location: 'Oslo' }), setBody(`${PART}.partMetadata`, { location: 'x' })],
    ],
  }),
  faults('arguments/no-markup', 'text/buffered', {
    'arguments/tool-code': [
      'the text is a block of tool code',
      [setBody(`${PART}.text`, '```tool_code\nprint(default_api.weather(location="Oslo"))\n```')],
    ],
  }),
  faults('arguments/no-markup', 'call/buffered', {
    'arguments/control-mark': [
      'an argument holds a mark of the template',
      [setBody(`${ARGS}.location`, 'Oslo<ctrl46>')],
    ],
  }),
  variants('arguments/no-markup', 'text/buffered', {
    'arguments/marks-without-tools': [
      'where no tools are offered, the text speaks of default_api',
      [ask('tools', []), setBody(`${PART}.text`, 'Gemini called default_api.weather once.')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/call-accepted', 'call/buffered', {
    'finish/flagged-call-of-an-unknown-function': [
      'an unknown function is called, and the provider says that the call is malformed',
      [setBody(`${CALL}.name`, 'list_files'), setBody(FINISH_REASON, 'MALFORMED_FUNCTION_CALL')],
    ],
  }),
  variants('arguments/known-tool', 'call/buffered', {
    'arguments/flagged': [
      'an unknown function is called, and a filter breaks the answer off',
      [setBody(`${CALL}.name`, 'list_files'), setBody(FINISH_REASON, 'SAFETY')],
      { outcome: 'inconclusive' },
    ],
  }),
];
