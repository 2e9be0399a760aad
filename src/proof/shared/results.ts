/** Faults and variants of results: how a client repeats the calls that it answers. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, CALLING_BOTH, TIME_CALL, WEATHER_CALL } from '../dialogue-parts.ts';
import { all, turn } from '../edits/edit.ts';
import { ask, sentBefore } from '../edits/exchange.ts';

export const results: SharedTable = ({ answer, argumentsAre, goOn, refuse }) => {
  /** The call is issued with other arguments than those that the client repeats. */
  const issued = (text: string, name = WEATHER_CALL.name) =>
    turn(1, answer({ ...CALLING, calls: [{ ...WEATHER_CALL, name, arguments: text }] }));
  /** Cases for dialects in which arguments can be an empty text. */
  const emptyText = [
    faults('arguments/empty', 'weather/buffered', {
      'arguments/empty-string-and-repeated': [
        'a call sends an empty string, and the client repeats it',
        all(
          turn(1, answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: '' }] })),
          goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results)]),
        ),
        { unserved: 'the tool of its scenario requires arguments' },
      ],
    }),
  ];
  return [
    ...(argumentsAre === 'text' ? emptyText : []),
    faults('results/call-kept', 'weather/buffered', {
      'results/arguments-changed': [
        'the client repeats the call with other arguments than were issued',
        issued('{"location":"Bergen","unit":"celsius"}'),
      ],
    }),
    faults('results/call-kept', 'weather/streaming', {
      'results/arguments-added': [
        'the client repeats the call with an argument that was not issued',
        issued('{"location":"Oslo"}'),
      ],
    }),
    faults('results/call-kept', 'parallel/buffered', {
      'results/one-call-changed': [
        'the client repeats one of two calls with other arguments than were issued',
        turn(
          1,
          answer({
            ...CALLING_BOTH,
            calls: [{ ...WEATHER_CALL, arguments: '{"location":"Bergen"}' }, TIME_CALL],
          }),
        ),
      ],
    }),
    faults('results/call-kept', 'weather/streaming', {
      'results/changed-and-refused': [
        'the client repeats the call with other arguments than were issued, and is refused for the call',
        all(
          issued('{"location":"Bergen","unit":"celsius"}'),
          turn(2, refuse(400, 'The call id does not match that of the call')),
        ),
      ],
    }),
    variants('results/call-kept', 'weather/streaming', {
      'results/call-without-arguments': [
        'the call has no arguments, and the client repeats it as it came',
        all(
          turn(1, answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: '{}' }] })),
          goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results)]),
        ),
      ],
    }),
    variants('results/call-kept', 'weather/buffered', {
      'results/masked-and-repeated': [
        'the recorder masked the city, in the call and where the client repeats it',
        all(
          issued('{"location":"[REDACTED]"}'),
          goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results)]),
        ),
      ],
      'results/refused-in-between': [
        'another request with the results is refused first',
        sentBefore(2, refuse(400), ask('note', 'first')),
      ],
      'results/arguments-in-another-order': [
        'the client repeats the arguments with their keys in another order',
        issued('{"unit":"celsius", "location":"Oslo"}'),
      ],
    }),
  ];
};
