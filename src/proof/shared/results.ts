/** Faults and variants of results: what a client repeats of the calls that it answers. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, WEATHER_CALL } from '../dialogues.ts';
import { turn } from '../edits/edit.ts';

export const results: SharedTable = ({ answer }) => {
  /** The call is issued with other arguments than the client repeats. */
  const issued = (text: string, name = WEATHER_CALL.name) =>
    turn(1, answer({ ...CALLING, calls: [{ ...WEATHER_CALL, name, arguments: text }] }));
  return [
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
    variants('results/call-kept', 'weather/buffered', {
      'results/arguments-in-another-order': [
        'the client repeats the arguments with their keys in another order',
        issued('{"unit":"celsius", "location":"Oslo"}'),
      ],
    }),
  ];
};
