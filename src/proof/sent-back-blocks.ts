/**
 * Seeded faults and legal variants of what a client sends back, and of the provider's reaction, for dialects whose
 * messages are lists of content blocks.
 */
import { faults, type Table, variants } from './cases.ts';
import { CALLING, LONG_NUMBER, REPORT, ROUNDED_NUMBER, WEATHER_CALL } from './dialogue-parts.ts';
import type { DialectEdits } from './edits/dialect.ts';
import { all, type ExchangeEdit, turn } from './edits/edit.ts';
import { ask, askNot, takesAnyArguments } from './edits/exchange.ts';
import { replaceBytes } from './edits/wire.ts';

/** The path of the repeated call, and the blocks of the repeated call and of its result. */
export interface SentBackWords extends Pick<DialectEdits, 'answer'> {
  readonly callPath: string;
  readonly call: object;
  readonly result: object;
}

export function callsSentBack({ answer, callPath, call, result }: SentBackWords): Table {
  const input = `${callPath}.input`;
  const onlyCall = turn(2, ask('messages[1].content', [call]));
  /** The call has the number `issued`, and the client repeats it as `sent`. */
  const withNumber = (issued: string, sent: string) =>
    all(
      turn(
        1,
        takesAnyArguments,
        answer({
          ...CALLING,
          calls: [{ ...WEATHER_CALL, arguments: `{"location":"Oslo","id":${issued}}` }],
        }),
      ),
      turn(2, takesAnyArguments, ask(input, { location: 'Oslo', id: Number(sent) })),
    );
  return [
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
      'results/changed-beside-a-long-number': [
        'the client repeats a long number of the call digit by digit, and another argument changed',
        all(withNumber(ROUNDED_NUMBER, ROUNDED_NUMBER), turn(2, ask(`${input}.location`, 'Bergen'))),
      ],
      'results/input-as-text': [
        'the client repeats the call with its input as a text of JSON',
        turn(2, ask(input, '{"location":"Oslo","unit":"celsius"}')),
      ],
      'results/call-renamed': [
        'the client repeats the call under another name',
        turn(2, ask(`${callPath}.name`, 'climate')),
      ],
    }),
    variants('results/call-kept', 'weather/streaming', {
      'results/long-number-kept': [
        'the client repeats a long number of the call digit by digit',
        withNumber(ROUNDED_NUMBER, ROUNDED_NUMBER),
      ],
    }),
    variants('results/call-kept', 'weather/buffered', {
      'results/keys-in-another-order': [
        'the client repeats the input with its keys in another order',
        turn(2, ask(input, { unit: 'celsius', location: 'Oslo' })),
      ],
    }),
    faults('results/once', 'weather/streaming', {
      'results/twice': [
        'the client sends two results for one call',
        turn(2, ask('messages[2].content[1]', result)),
        { alsoFails: { 'ids/echoed': 'the call is answered twice' } },
      ],
    }),
    faults('results/served-kept', 'searching/streaming', {
      'results/search-not-returned': [
        'the client repeats the call without the search that came with it',
        onlyCall,
      ],
    }),
    faults('results/served-kept', 'coding/buffered', {
      'results/code-not-returned': [
        'the client repeats the call without the code that ran before it',
        onlyCall,
      ],
    }),
    variants('results/served-kept', 'coding/buffered', {
      'results/code-returned': ['code and what it printed go back with the call', []],
    }),
  ];
}

/** Refusals of content that the provider issued itself. */
export interface ThoughtRefusals extends Pick<DialectEdits, 'accept' | 'answer' | 'goOn' | 'refuse'> {
  readonly refuseSignature: ExchangeEdit;
  readonly refuseThought: ExchangeEdit;
  /** The request member that asks for thoughts. */
  readonly thinkingField: string;
}

export function thoughtsSentBack(words: ThoughtRefusals): Table {
  const { accept, answer, goOn, refuse, refuseSignature, refuseThought, thinkingField } = words;
  /** The call arrives without a thought, and is sent back unchanged. */
  const thoughtless = all(
    turn(1, answer(CALLING)),
    goOn((since) => [...since.answer, ...since.returned(since.results)]),
  );
  const missThought = turn(2, refuse(400, 'A call came back without its thinking'));
  return [
    faults('reasoning/echo-accepted', 'reasoning/buffered', {
      'reasoning/missed-and-never-issued': [
        'the call came without a thought, and the provider misses one when it comes back',
        all(thoughtless, missThought),
      ],
    }),
    variants('reasoning/echo-accepted', 'reasoning/buffered', {
      'reasoning/missed-and-asked-for-later': [
        'the first request asks for no thoughts, and the provider misses one in the second',
        all(thoughtless, turn(1, askNot(thinkingField)), missThought),
        { outcome: 'inconclusive' },
      ],
      'reasoning/never-issued-and-too-long': [
        'the call came without a thought, and the next request is refused for its length',
        all(thoughtless, turn(2, refuse(400, 'The prompt is too long'))),
        { outcome: 'not-applicable' },
      ],
      'reasoning/never-issued': [
        'the call came without a thought, and the next request is answered',
        thoughtless,
        { outcome: 'not-applicable' },
      ],
    }),
    faults('signatures/echo-accepted', 'reasoning/buffered', {
      'signatures/missed-and-never-issued': [
        'the call came without a thought, and the provider misses its signature',
        all(thoughtless, turn(2, refuse(400, 'The signature of a thinking block is missing'))),
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
    faults('signatures/echo-accepted', 'reasoning/buffered', {
      'signatures/own-refused': ['the provider refuses a signature that it issued', turn(2, refuseSignature)],
    }),
    faults('reasoning/echo-accepted', 'reasoning/streaming', {
      'reasoning/echo-refused': ['the provider refuses its own thought', turn(2, refuseThought)],
    }),
    variants('signatures/echo-accepted', 'reasoning/buffered', {
      'signatures/refused-for-another-reason': [
        'the provider refuses the request for its length',
        turn(2, refuse(400, 'The prompt is too long')),
        { outcome: 'inconclusive' },
      ],
    }),
  ];
}
