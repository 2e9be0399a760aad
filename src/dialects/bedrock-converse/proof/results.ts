/** Seeded faults and legal variants of results and roundtrip: how a client goes on, and how that is met. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, LONG_NUMBER, REPORT, ROUNDED_NUMBER, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, takesAnyArguments } from '../../../proof/edits/exchange.ts';
import { replaceBytes } from '../../../proof/edits/wire.ts';
import { callBlock } from '../codec/encode.ts';
import { accept, answer, idOf, refuse } from './edits.ts';

const ID = idOf(WEATHER_CALL.id);
const RESULT = { toolResult: { toolUseId: ID, content: [{ text: '21 °C, clear' }] } };
const CALL = callBlock({ ...WEATHER_CALL, id: ID });
const INPUT = 'messages[1].content[0].toolUse';

/** The call has a number with these digits, and the client repeats it with those. */
const withNumber = (issued: string, sent: string) =>
  all(
    turn(
      1,
      takesAnyArguments,
      answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: `{"location":"Oslo","id":${issued}}` }] }),
    ),
    turn(2, takesAnyArguments, ask(`${INPUT}.input`, { location: 'Oslo', id: Number(sent) })),
  );

export const results: Table = [
  faults('results/call-kept', 'weather/streaming', {
    'results/long-number-rounded': [
      'the client reads a long number of the call as a double, and repeats it rounded',
      withNumber(LONG_NUMBER, ROUNDED_NUMBER),
    ],
  }),
  faults('results/call-kept', 'weather/buffered', {
    'results/long-number-rounded-in-a-body': [
      'the client rounds a long number of a buffered call',
      all(
        withNumber(ROUNDED_NUMBER, ROUNDED_NUMBER),
        turn(1, replaceBytes(ROUNDED_NUMBER, Buffer.from(LONG_NUMBER))),
      ),
    ],
  }),
  variants('results/call-kept', 'weather/streaming', {
    'results/long-number-kept': [
      'the client repeats a long number of the call digit by digit',
      withNumber(ROUNDED_NUMBER, ROUNDED_NUMBER),
    ],
  }),
  faults('results/once', 'weather/streaming', {
    'results/twice': [
      'the client sends two results for one call',
      turn(2, ask('messages[2].content[1]', RESULT)),
      { alsoFails: { 'ids/echoed': 'the call is answered twice' } },
    ],
  }),
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
  faults('results/call-kept', 'weather/buffered', {
    'results/input-as-text': [
      'the client repeats the call with its input as a text of JSON',
      turn(2, ask(`${INPUT}.input`, '{"location":"Oslo","unit":"celsius"}')),
    ],
    'results/call-renamed': [
      'the client repeats the call under another name',
      turn(2, ask(`${INPUT}.name`, 'climate')),
    ],
  }),
  variants('results/call-kept', 'weather/buffered', {
    'results/keys-in-another-order': [
      'the client repeats the input with its keys in another order',
      turn(2, ask(`${INPUT}.input`, { unit: 'celsius', location: 'Oslo' })),
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
  faults('roundtrip/dropped-signature', 'forgotten-thoughts/buffered', {
    'roundtrip/dropped-signature-accepted': [
      'the history comes back without the thoughts, and is accepted',
      turn(2, accept(REPORT)),
    ],
  }),
  variants('roundtrip/dropped-signature', 'forgotten-thoughts/streaming', {
    'roundtrip/dropped-signature-refused-with-422': [
      'the history comes back without the thoughts, and is refused with 422',
      turn(2, refuse(422, 'Expected thinking')),
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
