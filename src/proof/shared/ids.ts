/** Faults and variants of ids. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, TIME_CALL, WEATHER_CALL, WEATHER_PROMPT } from '../dialogue-parts.ts';
import { all, turn } from '../edits/edit.ts';
import { ask, lose, reword, sentBefore } from '../edits/exchange.ts';

export const ids: SharedTable = ({ answer, forget, goOn, issue, reissue, rewrite, refuse, idOf }) => {
  const weather = idOf(WEATHER_CALL.id);
  const time = idOf(TIME_CALL.id);
  /** An id of 40 characters, the maximum that OpenAI accepts in a history. */
  const longest = idOf(`call_${'aB3dE6gH9j'.repeat(4)}`).slice(0, 40);
  return [
    faults('ids/present', 'weather/buffered', {
      'ids/dropped': ['the call has no id', forget(weather)],
      'ids/emptied': ['the id is the empty string', reissue(weather, '')],
      'ids/null': ['the id is null', reissue(weather, null)],
      'ids/number': ['the id is a number', reissue(weather, 7_254_118_903)],
    }),
    faults('ids/present', 'weather/streaming', {
      'ids/dropped-from-the-stream': [
        'the call has no id in any of its places',
        forget(weather),
        { alsoFails: { 'deltas/id-first': 'it has none where it starts' } },
      ],
    }),
    faults('ids/present', 'parallel/buffered', {
      'ids/dropped-from-one-of-two': ['one of two calls has no id', forget(time)],
    }),
    variants('ids/present', 'weather/buffered', {
      'ids/one-character': ['the id is one letter', reissue(weather, 'a')],
    }),
    faults('ids/present', 'three-turns/buffered', {
      'ids/dropped-from-the-second-turn': ['the call of the second turn has no id', forget(time)],
    }),
    faults('ids/unique-in-response', 'parallel/buffered', {
      'ids/shared': ['two calls of one body share an id', reissue(time, weather)],
    }),
    variants('ids/unique-in-response', 'parallel/streaming', {
      'ids/alike-but-for-case': [
        'the ids of two calls differ in the case of one letter',
        reissue(time, weather.replace(/e$/u, 'E')),
      ],
    }),
    variants('ids/unique-in-response', 'weather/buffered', {
      'ids/one-call': [
        'there is one call, whose id no other can share',
        reissue(weather, idOf('call_Zq8Lw3Xv9TbYz7N')),
        { outcome: 'not-applicable' },
      ],
    }),
    faults('ids/unique-in-conversation', 'three-turns/buffered', {
      'ids/reused-in-the-next-turn': [
        'the second turn issues the id of the first again',
        all(turn(2, issue(time, weather)), turn(3, rewrite(time, weather))),
      ],
      'ids/reused-though-renamed': [
        'the second turn issues the id of the first again, which the client had renamed',
        all(
          turn(2, rewrite(weather, idOf('call_Zq8Lw3Xv9TbYz7N')), issue(time, weather)),
          turn(3, rewrite(weather, idOf('call_Zq8Lw3Xv9TbYz7N')), rewrite(time, weather)),
        ),
        { alsoFails: { 'ids/echoed': 'the client repeats the call under an id of its own' } },
      ],
    }),
    variants('ids/unique-in-conversation', 'weather/buffered', {
      'ids/sampled-again': [
        'the first request was sent twice, and both answers issue one id',
        sentBefore(1),
        { outcome: 'not-applicable' },
      ],
    }),
    faults('ids/portable', 'weather/streaming', {
      'ids/too-long': ['the id has 41 characters', reissue(weather, `${longest}x`)],
    }),
    faults('ids/portable', 'weather/buffered', {
      'ids/with-a-colon': ['the id has a colon', reissue(weather, 'weather:kT3vQ9xLw2RbYz7N')],
      'ids/named-and-counted': [
        'the id is the name of the function and a counter',
        reissue(weather, 'functions.weather:0'),
      ],
    }),
    variants('ids/portable', 'weather/streaming', {
      'ids/forty-characters': ['the id has 40 characters', reissue(weather, longest)],
    }),
    variants('ids/portable', 'weather/buffered', {
      'ids/underscore-and-hyphen': [
        'the id begins with a hyphen and has underscores',
        reissue(weather, '-Wx7_Qz2-Rt9_'),
      ],
    }),
    faults('ids/entropy', 'weather/buffered', { 'ids/counter': ['the id is 0', reissue(weather, '0')] }),
    faults('ids/entropy', 'weather/streaming', {
      'ids/seven-hex-digits': [
        'behind the prefix the id has 7 hex digits, 28 bits',
        reissue(weather, idOf('call_9f3a07b')),
      ],
    }),
    variants('ids/entropy', 'weather/streaming', {
      'ids/eight-hex-digits': [
        'behind the prefix the id has 8 hex digits, 32 bits',
        reissue(weather, idOf('call_9f3a07bc')),
      ],
    }),
    faults('ids/entropy', 'three-turns/buffered', {
      'ids/nine-digits': [
        'behind the prefix the id has 9 digits, 30 bits',
        reissue(weather, idOf('call_123456789')),
      ],
      'ids/named-after-one-function': [
        'behind a prefix the id has 6 letters, 31 bits',
        reissue(weather, 'function_kT3vQ9'),
      ],
    }),
    variants('ids/entropy', 'three-turns/buffered', {
      'ids/digits-first': [
        'the id begins with six digits, and has letters behind them',
        reissue(weather, '482913kT3vQ9xLw'),
      ],
      'ids/ten-digits': [
        'behind the prefix the id has 10 digits, 33 bits',
        reissue(weather, idOf('call_1234567890')),
      ],
      'ids/seven-letters': [
        'behind the prefix the id has 7 letters, 36 bits',
        reissue(weather, idOf('call_ghijklm')),
      ],
      'ids/prefix-in-the-middle': [
        'a prefix stands in the middle of the id',
        reissue(weather, 'a1_call_b2c'),
      ],
    }),
    variants('ids/entropy', 'weather/buffered', {
      'ids/nine-letters': [
        'the id has nine letters and digits, as Mistral gives them',
        reissue(weather, 'D681PevKs'),
      ],
    }),
    faults('ids/echoed', 'weather/buffered', {
      'ids/rewritten-by-the-client': [
        'the client repeats the call under an id of its own',
        turn(2, rewrite(weather, idOf('call_mine'))),
      ],
      'ids/rewritten-after-a-refusal': [
        'a request that repeats the call as it came is refused for its length, and the next one repeats it under another id',
        all(
          sentBefore(2, refuse(400, 'The request is too long')),
          turn(3, rewrite(weather, idOf('call_mine'))),
        ),
      ],
      'ids/capitals-lost-by-the-client': [
        'the client repeats the id in lower case',
        turn(2, rewrite(weather, weather.toLowerCase())),
      ],
    }),
    faults('ids/echoed', 'weather/streaming', {
      'ids/answered-twice': [
        'the client sends two results for one call',
        goOn(({ answer: repeated, results, returned }) => [
          ...repeated,
          ...returned([...results, ...results]),
        ]),
        { alsoFails: { 'results/once': 'the call has two results' } },
      ],
    }),
    faults('ids/echoed', 'weather/buffered', {
      'ids/cut-off-and-renamed': [
        'the token limit cuts the answer off within its call, which the client repeats under an id of its own',
        all(turn(1, answer({ ...CALLING, finish: 'length' })), turn(2, rewrite(weather, idOf('call_mine')))),
      ],
      'ids/cut-off-and-not-answered': [
        'the token limit cuts the answer off within its call, which the client repeats and does not answer',
        all(
          turn(1, answer({ ...CALLING, finish: 'length' })),
          goOn(({ answer: repeated, prompt }) => [...repeated, prompt('Once more, in short.')]),
        ),
        { alsoFails: { 'roundtrip/unanswered-rejected': 'the provider takes it' } },
      ],
      'ids/cut-off-and-answered-alone': [
        'the token limit cuts the answer off within its call, which the client answers and does not repeat',
        all(
          turn(1, answer({ ...CALLING, finish: 'length' })),
          goOn(({ results, returned }) => returned(results)),
        ),
        { alsoFails: { 'roundtrip/orphan-rejected': 'the provider takes it' } },
      ],
    }),
    variants('ids/echoed', 'weather/buffered', {
      'ids/cut-off-text': [
        'the token limit cuts a text off, and the client goes on without it',
        all(
          turn(1, answer({ ...GREETING, finish: 'length' })),
          goOn(({ prompt }) => [prompt('Once more, in short.')]),
        ),
        { outcome: 'not-applicable' },
      ],
      'ids/sampled-twice': [
        'the first request was sent twice, and the client goes on with the second answer',
        sentBefore(1, issue(weather, idOf('call_Zq8Lw3Xv9TbYz7N'))),
      ],
      'ids/sampled-with-other-settings': [
        'the first request was sent with other settings before, and the client goes on with the second answer',
        sentBefore(1, ask('note', 'first'), issue(weather, idOf('call_Zq8Lw3Xv9TbYz7N'))),
      ],
      'ids/asked-in-other-words': [
        'the user had asked otherwise at first, and edits the prompt before the call is answered',
        sentBefore(
          1,
          reword(WEATHER_PROMPT, 'Is it warm in Oslo?'),
          issue(weather, idOf('call_Zq8Lw3Xv9TbYz7N')),
        ),
      ],
      'ids/dropped-when-cut-off': [
        'the token limit cuts the answer off within its call, and the client goes on without it',
        all(
          turn(1, answer({ ...CALLING, finish: 'length' })),
          goOn(({ prompt }) => [prompt('Once more, in short.')]),
        ),
        { outcome: 'inconclusive' },
      ],
    }),
    variants('ids/echoed', 'three-turns/buffered', {
      'ids/sampled-again-behind-results': [
        'the results were sent with other settings before, and the client goes on with the second answer',
        sentBefore(2, ask('note', 'first'), issue(time, idOf('call_Zq8Lw3Xv9TbYz7N'))),
      ],
    }),
    variants('ids/echoed', 'parallel/buffered', {
      'ids/results-in-another-order': [
        'the client returns the results in another order',
        goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results.toReversed())]),
      ],
    }),
    faults('ids/echo-accepted', 'weather/buffered', {
      'ids/echo-refused': [
        'the provider refuses the id that it issued',
        turn(2, refuse(400, 'The call id does not match that of the call')),
      ],
    }),
    faults('ids/echo-accepted', 'weather/streaming', {
      'ids/echo-unprocessable': [
        'the provider answers its own id with 422',
        turn(2, refuse(422, 'Invalid call id')),
      ],
    }),
    variants('ids/echo-accepted', 'weather/buffered', {
      'ids/echo-met-by-503': [
        'the second request is met by 503',
        turn(2, refuse(503)),
        { outcome: 'inconclusive' },
      ],
      'ids/refused-for-a-prompt-between': [
        'the client puts a prompt between the call and its result, and the provider does not find the call id',
        all(
          goOn(({ answer: repeated, results, returned, prompt }) => [
            ...repeated,
            prompt('And in Bergen?'),
            ...returned(results),
          ]),
          turn(2, refuse(400, 'The call id is not found')),
        ),
        { outcome: 'inconclusive' },
      ],
      'ids/echo-met-by-429': [
        'the second request is throttled',
        turn(2, refuse(429)),
        { outcome: 'inconclusive' },
      ],
    }),
    variants('ids/echo-accepted', 'three-turns/buffered', {
      'ids/refused-for-an-earlier-call': [
        'the client repeats the call of the first turn under another id only in the third request, and is refused',
        turn(
          3,
          rewrite(weather, idOf('call_mine')),
          refuse(400, 'The call id does not match that of the call'),
        ),
        { outcome: 'inconclusive' },
      ],
    }),
    variants('ids/echo-accepted', 'weather/streaming', {
      'ids/connection-lost-then-accepted': [
        'the connection of the second request is lost, and it is sent again',
        sentBefore(2, lose('connection reset')),
      ],
    }),
  ];
};
