/** shape: the envelope of an answer. */

import { broken, HOLDS } from '../judge/check.ts';
import { RFC_8259 } from './authorities.ts';
import { BUFFERED, EITHER, type FamilyRules, STREAMED } from './record.ts';

export const shape = {
  'shape/chunk': {
    ...STREAMED,
    // Revision 2: in some dialects, a stream with only an error no longer passes.
    revision: 2,
    skipsBareErrors: true,
    title: 'Each event of a stream has the members that the reference requires',
    level: 'MUST',
    impact: 'major',
  },
  'shape/completion': {
    ...BUFFERED,
    title: 'A buffered answer has the members that the reference requires',
    level: 'MUST',
    impact: 'critical',
    judgesEmpty: 'buffered',
    needsEnd: true,
    judgesUnreadable: true,
  },
  'shape/finish-reason-key': {
    ...STREAMED,
    title: ({ finishField }) => `The key ${finishField} is there, null until the end`,
    level: 'MUST',
    impact: 'minor',
  },
  'shape/one-id': {
    ...STREAMED,
    title: 'The parts of a streamed answer have one id',
    level: 'MUST',
    impact: 'minor',
  },
  'shape/one-created': {
    ...STREAMED,
    title: 'The parts of a streamed answer have one time of creation',
    level: 'SHOULD',
    impact: 'trivial',
  },
  'shape/one-model': {
    ...STREAMED,
    title: 'The parts of a streamed answer name one model',
    level: 'SHOULD',
    impact: 'minor',
  },
  'shape/choice-index': {
    ...EITHER,
    title: 'The indexes of answers lie among those asked for',
    level: 'MUST',
    impact: 'major',
  },
  'shape/role': {
    ...EITHER,
    title: "The role of an answer is the model's",
    level: 'MUST',
    impact: 'critical',
  },
  'shape/role-first': {
    ...STREAMED,
    needsEveryEvent: true,
    follows: ['shape/choice-index'],
    title: 'The role is said by the time that content comes',
    level: 'SHOULD',
    impact: 'minor',
  },
  'shape/content': {
    ...EITHER,
    // Revision 2: the text of a Responses answer must have the type of output text.
    revision: 2,
    title: 'The content of an answer has the type that the reference gives it',
    level: 'MUST',
    impact: 'major',
  },
  'shape/tool-calls': {
    ...EITHER,
    // Revision 2: a whole call without a function.
    revision: 2,
    title: 'Calls have the type that the reference gives them',
    level: 'MUST',
    impact: 'critical',
  },
  'shape/tool-calls-misplaced': {
    ...EITHER,
    skipsBareErrors: true,
    // Revision 2: in Chat, a function_call for tools. Revision 3: a stream with only an error no longer passes.
    revision: 3,
    title: 'Calls stand where the reference puts them, and nowhere else',
    level: 'MUST',
    impact: 'critical',
  },
  'shape/tool-calls-absent': {
    ...EITHER,
    // Revision 2: parsed values are not judged, because SDKs print null for absent members.
    revision: 2,
    readsBytes: true,
    title: 'A delta or message without calls leaves tool_calls out',
    level: 'SHOULD',
    impact: 'major',
    skipsAudio: true,
  },
  'shape/json-padding': {
    ...BUFFERED,
    title: 'White space stands before or after a buffered JSON body',
    level: 'MAY',
    impact: 'trivial',
    authority: [RFC_8259('section-2', 'Insignificant white space is allowed before or after a JSON text.')],
    skipsAudio: true,
    readsBytes: true,
    run: ({ exchange }) => {
      const body = exchange.response?.body ?? new Uint8Array();
      const before = isSpace(body[0]);
      if (!before && !isSpace(body.at(-1))) return HOLDS;
      const message = `white space ${before ? 'before' : 'after'} the JSON text`;
      return broken({
        event: null,
        path: '',
        message,
        found: 'white space',
        expected: 'nothing: padding is legal',
      });
    },
  },
  'shape/unknown-fields': {
    ...EITHER,
    // A stream of nothing but an error passed at first.
    revision: 2,
    skipsBareErrors: true,
    title: 'The answer holds fields that the dialect does not define',
    level: 'MAY',
    impact: 'trivial',
  },
  'shape/required-keys': {
    ...EITHER,
    // An error instead of an answer has none of its keys.
    follows: ['errors/not-in-200'],
    title:
      'The response has error, incomplete_details, instructions, parallel_tool_calls, tools, tool_choice and metadata',
    level: 'SHOULD',
    impact: 'minor',
  },
  'shape/settings-echoed': {
    ...EITHER,
    // Revision 2: a tool_choice that comes back without its name.
    revision: 2,
    title: "parallel_tool_calls, tool_choice and the names in tools are the request's, where it gave them",
    level: 'SHOULD',
    impact: 'minor',
  },
  'shape/annotations': {
    ...EITHER,
    title: 'An output_text part has an array annotations',
    level: 'SHOULD',
    impact: 'trivial',
  },
  'shape/identified': {
    ...EITHER,
    // Revision 2: a response that is not an answer, or spells its names differently, lacks everything and no longer counts.
    revision: 2,
    follows: ['shape/field-case', 'shape/completion', 'shape/chunk', 'errors/not-in-200'],
    title: 'The answer has a responseId and a modelVersion',
    level: 'SHOULD',
    impact: 'minor',
    needsEnd: true,
  },
  'shape/field-case': {
    ...EITHER,
    skipsBareErrors: true,
    // Revision 2: values that an SDK printed no longer count. Revision 3: a stream with only an error no longer passes.
    revision: 3,
    title: 'Names are lowerCamelCase, never snake_case',
    level: 'MUST',
    impact: 'critical',
  },
} satisfies FamilyRules<'shape'>;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
