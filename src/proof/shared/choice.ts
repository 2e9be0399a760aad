/** Faults and variants of choice: answers that do not match the tool choice. */

import { jsonText } from '../../text/json-text.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, CALLING_BOTH, CALLING_TIME, GREETING, TIME_CALL, WEATHER_CALL } from '../dialogue-parts.ts';
import { chunksWith, EVENTS, halve, insertBefore, last } from '../edits/stream.ts';

/** The events that contain the id of the dialogues' call. */
const WITH_THE_CALL = chunksWith((chunk) => jsonText(chunk).includes(WEATHER_CALL.id.slice(5)));

export const choice: SharedTable = ({ answer, breakMidstream }) => {
  const text = answer(GREETING);
  const both = answer(CALLING_BOTH);
  const cutOff = answer({ ...GREETING, finish: 'length' });
  return [
    faults('choice/none', 'choice-none/streaming', {
      'choice/call-despite-none': ['a tool is called though none may be', [answer(CALLING)]],
    }),
    variants('choice/none', 'choice-none/buffered', {
      'choice/tool-spoken-of': [
        'where no tool may be called, the text speaks of one',
        [answer({ ...GREETING, text: 'I may not use the weather tool.' })],
      ],
    }),
    faults('choice/required', 'choice-required/streaming', {
      'choice/text-despite-required': ['text comes though a call is required', [text]],
    }),
    faults('choice/required', 'choice-required/buffered', {
      'choice/nothing-despite-required': [
        'nothing comes though a call is required',
        [answer({ finish: 'stop', usage: CALLING.usage })],
        { alsoFails: { 'finish/not-empty': 'nothing is no answer either' } },
      ],
    }),
    faults('framing/data-is-json', 'choice-required/streaming', {
      'framing/half-of-the-required-call': [
        'the JSON of each event with the call that was required is cut off',
        [halve(WITH_THE_CALL)],
      ],
    }),
    faults('framing/data-is-json', 'choice-named/streaming', {
      'framing/half-of-the-named-call': [
        'the JSON of each event with the call that was named is cut off',
        [halve(WITH_THE_CALL)],
      ],
    }),
    faults('errors/none-midstream', 'choice-required/streaming', {
      'errors/in-the-place-of-the-required-call': [
        'the stream turns into an error though a call is required',
        [text, breakMidstream],
      ],
    }),
    faults('choice/required', 'choice-required/streaming', {
      'choice/text-and-pings-despite-required': [
        'text comes though a call is required, and data between the events that is no JSON holds no call',
        [text, insertBefore(last(EVENTS), 'ping')],
        { alsoFails: { 'framing/data-is-json': 'a word is no JSON' } },
      ],
    }),
    variants('choice/required', 'choice-required/streaming', {
      'choice/two-calls-where-one-is-required': ['two calls come where one is required', [both]],
    }),
    variants('choice/required', 'choice-required/buffered', {
      'choice/required-stopped-by-length': [
        'the token limit stops the answer before its call',
        [cutOff],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('choice/named', 'choice-named/streaming', {
      'choice/text-despite-a-name': ['text comes though the request names a tool', [text]],
      'choice/another-beside-the-named': ['another tool is called beside the named one', [both]],
    }),
    faults('choice/named', 'choice-named/buffered', {
      'choice/another-than-named': ['another tool is called than the request names', [answer(CALLING_TIME)]],
    }),
    variants('choice/named', 'choice-named/streaming', {
      'choice/named-twice': [
        'the named tool is called twice',
        [answer({ ...CALLING_BOTH, calls: [WEATHER_CALL, { ...WEATHER_CALL, id: TIME_CALL.id }] })],
      ],
      'choice/named-stopped-by-length': [
        'the token limit stops the answer before the call of the named tool',
        [cutOff],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('choice/allowed', 'choice-allowed/streaming', {
      'choice/text-despite-allowed': ['text comes though one of a list must be called', [text]],
      'choice/another-beside-the-allowed': ['one function of two is not in the list', [both]],
    }),
    faults('choice/allowed', 'choice-allowed/buffered', {
      'choice/another-than-allowed': [
        'a function is called that is not in the list',
        [answer({ ...CALLING, calls: [TIME_CALL] })],
      ],
    }),
    variants('choice/allowed', 'choice-allowed/streaming', {
      'choice/allowed-stopped-by-length': [
        'the token limit stops the answer before a call of the list',
        [cutOff],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('choice/parallel-off', 'parallel-off/streaming', {
      'choice/two-calls-despite-parallel-off': ['two calls come though one at most may', [both]],
    }),
    faults('choice/parallel-off', 'parallel-off/buffered', {
      'choice/two-calls-in-a-body-despite-parallel-off': [
        'a body has two calls though one at most may come',
        [both],
      ],
    }),
    variants('choice/parallel-off', 'parallel-off/streaming', {
      'choice/no-call-with-parallel-off': [
        'no call comes where one at most may',
        [text],
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};
