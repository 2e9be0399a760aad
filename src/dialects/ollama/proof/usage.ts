/** Seeded faults and legal variants of usage and routing: counts, durations, and the serving model. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { THINKING_AND_CALLING } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, ask } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { answer } from './edits.ts';
import { END, TEXT } from './places.ts';

export const usage: Table = [
  faults('usage/present', 'text/streaming', {
    'usage/never': ['no line has counts', [drop(END, 'eval_count'), drop(END, 'prompt_eval_count')]],
  }),
  variants('usage/present', 'text/streaming', {
    'usage/prompt-from-the-cache': [
      'the whole prompt was in the cache, and its count is left out',
      [drop(END, 'prompt_eval_count')],
    ],
  }),
  variants('usage/present', 'text/buffered', {
    'usage/only-loaded': [
      'the model is loaded and says nothing, and a count of 0 is left out',
      [setBody('message.content', ''), setBody('done_reason', 'load'), dropBody('eval_count')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/present', 'reasoning/buffered', {
    'usage/thoughts-not-counted': [
      'the token limit ends an answer within its thoughts, and no usage comes',
      all(
        turn(1, answer({ ...THINKING_AND_CALLING, calls: [], finish: 'length' }), dropBody('eval_count')),
        alone,
      ),
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/list': ['the count is a list', [setBody('eval_count', [70, 8, 78])]],
    'usage/counts-as-text': ['a count is text', [setBody('prompt_eval_count', '70')]],
    'usage/fraction': ['a count is a fraction', [setBody('eval_count', 0.5)]],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/absent-is-none': ['the count of a cached prompt is left out', [dropBody('prompt_eval_count')]],
  }),
  faults('usage/counted', 'text/buffered', {
    'usage/no-prompt': ['the prompt is not counted', [setBody('prompt_eval_count', 0)]],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/nothing-generated': [
      'nothing is generated before the limit, and none is counted',
      [setBody('message.content', ''), setBody('done_reason', 'length'), setBody('eval_count', 0)],
    ],
  }),
  variants('usage/within-limit', 'text/buffered', {
    'usage/limit-of-zero': [
      'num_predict is 0, which sets no limit',
      [ask('options', { num_predict: 0 })],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/durations', 'text/buffered', {
    'usage/seconds-as-a-fraction': ['a duration is in seconds', [setBody('eval_duration', 0.032)]],
    'usage/negative-duration': ['a duration is negative', [setBody('load_duration', -1)]],
    'usage/part-longer-than-all': [
      'a part takes longer than all of it',
      [setBody('prompt_eval_duration', 900_000_000_000)],
    ],
  }),
  faults('usage/durations', 'text/streaming', {
    'usage/duration-as-text': ['a duration is text', [set(END, 'total_duration', '340ms')]],
  }),
  variants('usage/durations', 'text/buffered', {
    'usage/all-at-once': ['loading took all the time', [setBody('load_duration', (value: unknown) => value)]],
    'usage/total-alone': [
      'the cloud tells the total alone',
      [dropBody('load_duration'), dropBody('prompt_eval_duration'), dropBody('eval_duration')],
    ],
  }),
  variants('routing/model', 'text/streaming', {
    'routing/same-model': [
      'every line names the model that was asked for',
      [set(TEXT, 'remote_host', 'https://ollama.com')],
    ],
  }),
];
