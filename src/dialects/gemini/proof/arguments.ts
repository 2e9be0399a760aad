/** Seeded faults and legal variants of arguments, which are an object here. */

import { GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { answer } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { CALL, CALLS, FINISH_REASON, PART } from './places.ts';

const BUFFERED = 'call/buffered';
const STREAMED = 'call/streaming';
const ARGS = `${CALL}.args`;
const CALLING_TIME = {
  calls: [{ ...TIME_CALL, arguments: '{}' }],
  signature: 'QUJDRA==',
  finish: 'stop',
  usage: GREETING.usage,
};

export const faults: readonly SeededFault[] = [
  fault(
    'arguments/json-text',
    'args is JSON text',
    BUFFERED,
    [setBody(ARGS, '{"location":"Oslo"}')],
    'arguments/object',
    {
      turnsInconclusive: ['arguments/schema'],
    },
  ),
  fault('arguments/list', 'args is a list', STREAMED, [set(CALLS, ARGS, ['Oslo'])], 'arguments/object', {
    turnsInconclusive: ['arguments/schema'],
  }),
  fault(
    'arguments/wrong-type',
    'an argument has another type',
    BUFFERED,
    [setBody(ARGS, { location: 5 })],
    'arguments/schema',
  ),
  fault(
    'arguments/required-missing',
    'args lack what is required',
    'choice-required/buffered',
    [setBody(ARGS, {})],
    'arguments/schema',
    { level: 'MUST' },
  ),
  fault(
    'arguments/left-out-though-required',
    'args are left out, and something is required',
    BUFFERED,
    [dropBody(ARGS)],
    'arguments/schema',
  ),
  fault(
    'arguments/unknown-name',
    'no such function was declared',
    STREAMED,
    [set(CALLS, `${CALL}.name`, 'list_files')],
    'arguments/known-tool',
    {
      turnsInconclusive: [],
    },
  ),
  fault(
    'arguments/left-out',
    'a call without arguments leaves args out',
    BUFFERED,
    [answer(CALLING_TIME), dropBody(ARGS)],
    'arguments/empty',
  ),
  fault(
    'arguments/key-twice',
    'args repeat a key',
    BUFFERED,
    [recodeText((text) => text.replace('"args":{', '"args":{"unit":"celsius",'))],
    'arguments/no-duplicate-keys',
  ),
  fault(
    'arguments/key-twice-in-a-stream',
    'args of a stream repeat a key',
    STREAMED,
    [recodeText((text) => text.replace('"args":{', '"args":{"unit":"celsius",'))],
    'arguments/no-duplicate-keys',
  ),
  fault(
    'arguments/tool-code',
    'the text is a block of tool code',
    'text/buffered',
    [setBody(`${PART}.text`, '```tool_code\nprint(default_api.weather(location="Oslo"))\n```')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/control-mark',
    'an argument holds a mark of the template',
    BUFFERED,
    [setBody(`${ARGS}.location`, 'Oslo<ctrl46>')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/call-as-text',
    'the text is a functionCall',
    'text/buffered',
    [setBody(`${PART}.text`, '{"functionCall":{"name":"weather","args":{"location":"Oslo"}}}')],
    'arguments/no-text-call',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'arguments/empty-object',
    'args is an empty object',
    BUFFERED,
    [answer(CALLING_TIME)],
    'arguments/object',
  ),
  variant(
    'arguments/openapi-schema',
    'the function has an OpenAPI schema, with upper-case types and nullable',
    BUFFERED,
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
    'arguments/schema',
  ),
  variant(
    'arguments/flagged',
    'an unknown function is called, and the provider flags it itself',
    BUFFERED,
    [setBody(`${CALL}.name`, 'list_files'), setBody(FINISH_REASON, 'SAFETY')],
    'arguments/known-tool',
    {
      outcome: 'inconclusive',
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'arguments/none',
    'a call without arguments sends an empty object',
    STREAMED,
    [answer(CALLING_TIME)],
    'arguments/empty',
  ),
  variant(
    'arguments/key-in-two-objects',
    'two objects have the same key',
    BUFFERED,
    [setBody(ARGS, { location: 'Oslo' }), setBody(`${PART}.partMetadata`, { location: 'x' })],
    'arguments/no-duplicate-keys',
  ),
  variant(
    'arguments/marks-without-tools',
    'where no tools are offered, the text speaks of default_api',
    'text/buffered',
    [ask('tools', []), setBody(`${PART}.text`, 'Gemini called default_api.weather once.')],
    'arguments/no-markup',
  ),
  variant(
    'arguments/json-that-is-no-call',
    'the text is JSON, and no call',
    'text/buffered',
    [setBody(`${PART}.text`, '{"functionCall":"none"}')],
    'arguments/no-text-call',
  ),
];
