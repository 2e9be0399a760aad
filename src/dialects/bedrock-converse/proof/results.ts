/** Seeded faults and legal variants of results and roundtrip: how a client continues, and how the provider responds. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { callsSentBack } from '../../../proof/sent-back-blocks.ts';
import { callBlock } from '../codec/encode.ts';
import { answer, idOf } from './edits.ts';

const ID = idOf(WEATHER_CALL.id);
const RESULT = { toolResult: { toolUseId: ID, content: [{ text: '21 °C, clear' }] } };
const CALL = callBlock({ ...WEATHER_CALL, id: ID });

export const results: Table = [
  ...callsSentBack({ answer, callPath: 'messages[1].content[0].toolUse', call: CALL, result: RESULT }),
  variants('results/once', 'parallel/streaming', {
    'results/text-beside-them': [
      'two results answer two calls, and a text follows',
      turn(2, ask('messages[2].content[2]', { text: 'Here you are.' })),
    ],
  }),
  variants('results/once', 'weather/buffered', {
    'results/of-many-kinds': [
      'a result holds JSON, a document and a picture',
      turn(
        2,
        ask('messages[2].content[0].toolResult.content', [
          { json: { weather: '21 °C, clear' } },
          { document: { format: 'txt', name: 'Oslo', source: { text: 'clear' } } },
          { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } },
        ]),
        ask('messages[2].content[0].toolResult.status', 'success'),
      ),
    ],
    'results/of-an-error': [
      'the tool failed, and its result says so',
      turn(2, ask('messages[2].content[0].toolResult.status', 'error')),
    ],
  }),
  variants('results/call-kept', 'weather/streaming', {
    'results/marked-for-the-cache': [
      'the client sets a mark for the cache behind the repeated call',
      turn(2, ask('messages[1].content[1]', { cachePoint: { type: 'default' } })),
    ],
  }),
  faults('roundtrip/continues', 'weather/buffered', {
    'roundtrip/white-space': [
      'a line end follows the result',
      turn(2, setBody('output.message.content[0].text', '\n')),
      {
        alsoFails: {
          'finish/not-empty': 'end_turn comes with nothing',
          'blocks/empty-text': 'the text is blank',
        },
      },
    ],
  }),
  variants('roundtrip/unanswered-rejected', 'probe-unanswered/buffered', {
    'roundtrip/prefilled': [
      'a call at the very end of the history needs no result yet',
      [
        ask('messages', [
          { role: 'user', content: [{ text: 'What is the weather?' }] },
          { role: 'assistant', content: [CALL] },
        ]),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
];
