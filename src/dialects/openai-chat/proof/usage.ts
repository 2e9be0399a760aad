/** Seeded faults and legal variants of usage: the billed tokens. */
import { tokens } from '../../../answers/answer.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { BOTH_REPORT, GREETING, REPORT } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { about, ask, askNot, onCounterpart, sentBefore } from '../../../proof/edits/exchange.ts';
import { both, last, moveBefore, nth, remove, set } from '../../../proof/edits/stream.ts';
import { listOf } from '../../../reading/presence.ts';
import { usage as counts } from '../serve/render.ts';
import { answer, refuse } from './edits.ts';
import { CHOICES, dropOpening, insertDelta, MESSAGE, ofChoice, TEXT, twoChoices, USAGE } from './places.ts';

const REASONING = 'usage.completion_tokens_details.reasoning_tokens';
const CACHED = 'usage.prompt_tokens_details.cached_tokens';

export const usage: Table = [
  faults('usage/integers', 'openrouter/buffered', {
    'usage/count-as-text-beside-a-price': [
      'a count is text, and the price is known',
      [setBody('usage.prompt_tokens', '80')],
    ],
  }),
  faults('usage/counted', 'openrouter/buffered', {
    'usage/completion-not-counted-and-charged': [
      'no token of the completion of the second turn is counted, and it is charged for',
      all(
        about({ price: null }),
        turn(
          2,
          setBody('usage.completion_tokens', 0),
          setBody('usage.total_tokens', (total: number) => total - 12),
        ),
      ),
    ],
  }),
  faults('usage/present', 'openrouter/streaming', {
    'usage/absent-with-its-cost': ['no usage comes, and so no cost', [remove(USAGE)]],
  }),
  faults('usage/counted', 'text/streaming', {
    'usage/one-of-two-choices-not-counted': [
      'one of two choices speaks, the other says nothing, and no token of a completion is counted',
      [
        twoChoices(),
        remove(both(ofChoice(1), TEXT)),
        set(USAGE, 'usage.completion_tokens', 0),
        set(USAGE, 'usage.total_tokens', 70),
      ],
      {
        alsoFails: { 'finish/not-empty': 'one choice says nothing' },
        unserved: 'it takes a request for two choices, and no scenario makes one',
      },
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/total-missing-and-not-last': [
      'total_tokens is missing, and a chunk with a choice follows the usage',
      [set(USAGE, 'usage.total_tokens', null), moveBefore(USAGE, last(CHOICES))],
    ],
  }),
  faults('usage/total', 'call/buffered', {
    'usage/reasoning-beside-as-much': [
      'the total counts as much reasoning beside the completion as the completion has',
      [
        setBody('usage.total_tokens', 116),
        setBody('usage.completion_tokens_details', { reasoning_tokens: 18 }),
      ],
    ],
  }),
  faults('usage/counted', 'text/streaming', {
    'usage/refusal-not-counted': [
      'the model refuses, and no token of it is counted',
      [
        answer({ ...GREETING, text: '', usage: tokens(78, 0) }),
        insertDelta(nth(CHOICES, 0), { refusal: 'I would rather not.' }),
      ],
    ],
  }),
  faults('usage/grows', 'weather/buffered', {
    'usage/prompt-as-before-a-refusal': [
      'a request in between is refused, and the next one counts as many prompt tokens as the first',
      all(
        sentBefore(2, refuse(400), ask('temperature', 3)),
        turn(3, answer({ ...REPORT, usage: tokens(80, 12) })),
      ),
      { unserved: 'its number is that of the first turn only where it was written for' },
    ],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/shrinks-for-another-model': [
      'the second turn goes to another model, and counts fewer prompt tokens',
      turn(
        2,
        ask('model', 'conforming-2'),
        setBody('model', 'conforming-2'),
        setBody('usage', counts(60, 12)),
      ),
      { outcome: 'not-applicable' },
    ],
    'usage/shrinks-with-the-history': [
      'the client drops the system prompt and the first question, and fewer prompt tokens are counted',
      turn(2, dropOpening, setBody('usage', counts(60, 12))),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/present', 'text/streaming', {
    'usage/never': ['usage was asked for, and never comes', [remove(USAGE)]],
  }),
  variants('usage/present', 'text/streaming', {
    'usage/not-asked-for': [
      'no usage was asked for, and none comes',
      [askNot('stream_options'), remove(USAGE)],
      { outcome: 'not-applicable' },
    ],
    'usage/asked-not-to': [
      'include_usage is false, and none comes',
      [ask('stream_options.include_usage', false), remove(USAGE)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/counts-as-text': [
      'the counts are text',
      [
        setBody('usage.prompt_tokens', '70'),
        setBody('usage.completion_tokens', '8'),
        setBody('usage.total_tokens', '78'),
      ],
    ],
    'usage/negative': [
      'a count is negative',
      [setBody('usage.completion_tokens', -1), setBody('usage.total_tokens', 69)],
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/total-missing': ['total_tokens is missing', [set(USAGE, 'usage.total_tokens', null)]],
    'usage/total-as-text': ['total_tokens is text', [set(USAGE, 'usage.total_tokens', '78')]],
    'usage/fraction': [
      'a count has a fraction',
      [set(USAGE, 'usage.completion_tokens', 8.5), set(USAGE, 'usage.total_tokens', 78.5)],
    ],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/counts-alone': [
      'usage has the three counts and no details',
      [setBody('usage', { prompt_tokens: 70, completion_tokens: 8, total_tokens: 78 })],
    ],
  }),
  faults('usage/total', 'text/buffered', {
    'usage/reasoning-beside-the-completion': [
      'the total counts the reasoning beside the completion, which is smaller',
      [setBody(REASONING, 20), setBody('usage.total_tokens', 98)],
    ],
    'usage/reasoning-on-top': [
      'the total counts reasoning once more',
      [setBody(REASONING, 5), setBody('usage.total_tokens', 83)],
      { says: 'prompt + completion + reasoning' },
    ],
    'usage/reasoning-left-out': [
      'the total does not count the reasoning',
      [setBody(REASONING, 5), setBody('usage.total_tokens', 73)],
      { says: 'prompt + completion - reasoning' },
    ],
    'usage/cached-left-out': [
      'the total does not count the cached tokens',
      [setBody(CACHED, 64), setBody('usage.total_tokens', 14)],
      { says: 'prompt + completion - cached' },
    ],
    'usage/all-on-top': [
      'the total counts cached tokens and reasoning once more',
      [setBody(CACHED, 64), setBody(REASONING, 5), setBody('usage.total_tokens', 147)],
      { says: 'prompt + completion + reasoning + cached' },
    ],
    'usage/total-off-by-one': [
      'the total is one too many',
      [setBody('usage.total_tokens', 79)],
      { says: 'no known formula' },
    ],
  }),
  faults('usage/total', 'text/streaming', {
    'usage/cached-on-top': [
      'the total counts cached tokens once more',
      [set(USAGE, CACHED, 64), set(USAGE, 'usage.total_tokens', 142)],
      { says: 'prompt + completion + cached' },
    ],
  }),
  faults('usage/total', 'weather/buffered', {
    'usage/total-off-in-the-second-turn': [
      'the total of the second turn is the prompt alone, so growth cannot be told',
      turn(2, setBody('usage.total_tokens', 118)),
      { says: 'the total is prompt' },
    ],
  }),
  variants('usage/total', 'text/streaming', {
    'usage/unasked-for': ['no usage was asked for, and it comes', [askNot('stream_options')]],
  }),
  variants('usage/total', 'text/buffered', {
    'usage/details-null': [
      'the details are null',
      [setBody('usage.prompt_tokens_details', null), setBody('usage.completion_tokens_details', null)],
    ],
    'usage/reasoning-inside': ['reasoning is a part of the completion', [setBody(REASONING, 5)]],
  }),
  faults('usage/counted', 'openrouter-reasoning/buffered', {
    'usage/reasoning-alone-not-counted': [
      'the token limit ends an answer of reasoning alone, and completion_tokens is 0',
      all(
        about({ price: null }),
        turn(
          2,
          setBody(`${MESSAGE}.content`, null),
          setBody('choices[0].finish_reason', 'length'),
          setBody('usage.completion_tokens', 0),
          setBody('usage.total_tokens', 130),
          setBody(REASONING, null),
        ),
      ),
    ],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/nothing-generated': [
      'a stop string is met at once, and completion_tokens is 0',
      [ask('stop', 'Good'), answer({ finish: 'stop', usage: tokens(70, 0) })],
    ],
  }),
  faults('usage/within-limit', 'text/streaming', {
    'usage/beyond-the-limit-of-two-choices': [
      'two choices have one token more than max_tokens allows them together',
      [twoChoices(), set(USAGE, 'usage', counts(70, 1001))],
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
    'usage/beyond-the-newer-limit': [
      'the completion has more tokens than max_completion_tokens, though not than max_tokens',
      [ask('max_completion_tokens', 7)],
      { unserved: 'it takes a request with two limits, and no scenario makes one' },
    ],
  }),
  variants('usage/within-limit', 'text/streaming', {
    'usage/at-the-limit-of-two-choices': [
      'two choices have as many tokens as max_tokens allows each',
      [twoChoices(), set(USAGE, 'usage', counts(70, 1000))],
    ],
  }),
  variants('usage/within-limit', 'text/buffered', {
    'usage/no-limit': [
      'the request sets no limit',
      [askNot('max_tokens'), answer({ ...GREETING, usage: tokens(70, 90_000) })],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/grows', 'three-turns/buffered', {
    'usage/prompt-shrinks-with-an-old-result': [
      'the client shortens the result of the first call, and the third turn counts fewer prompt tokens than the second',
      turn(3, ask('messages[3].content', 'old'), answer({ ...BOTH_REPORT, usage: tokens(100, 20) })),
    ],
    'usage/prompt-shrinks-when-asked-anew': [
      'the client asks again with another result instead of going on, and fewer prompt tokens are counted',
      all(
        turn(2, answer(REPORT)),
        turn(
          3,
          ({ request }) => {
            request['messages'] = listOf(request['messages']).slice(0, 4);
          },
          ask('messages[3].content', '21 °C, clear, and no wind at all'),
          answer({ ...BOTH_REPORT, usage: tokens(100, 20) }),
        ),
      ),
    ],
    'usage/prompt-shrinks-with-an-old-result-though-the-new-one-is-long': [
      'the client shortens the result of the first call, and adds a longer one than that was',
      turn(
        3,
        ask('messages[3].content', 'old'),
        ask('messages[5].content', 'It is half past nine in the morning.'),
        answer({ ...BOTH_REPORT, usage: tokens(100, 20) }),
      ),
    ],
  }),
  variants('usage/grows', 'openrouter/buffered', {
    'usage/shrinks-on-another-upstream': [
      'the second turn counts fewer prompt tokens, on another upstream',
      turn(
        2,
        setBody('provider', 'Novita'),
        setBody('usage', counts(60, 12)),
        setBody('usage.cost', 0.000_108),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/shrinks-after-a-search': [
      'the first prompt had what a search of the provider found, and the second counts fewer tokens',
      all(everyTurn(ask('web_search_options', {})), turn(2, setBody('usage', counts(60, 12)))),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/grows', 'weather/streaming', {
    'usage/shrinks-without-tools': [
      'the second turn offers no tools, and counts fewer prompt tokens',
      turn(2, askNot('tools'), askNot('tool_choice'), set(USAGE, 'usage', counts(60, 12))),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/parity', 'both-deliveries/streaming', {
    'usage/parity-without-buffered-usage': [
      'the buffered answer counts nothing',
      onCounterpart(dropBody('usage')),
      { outcome: 'inconclusive' },
    ],
    'usage/parity-across-upstreams': [
      'another upstream served the buffered request, and counts otherwise',
      onCounterpart(setBody('provider', 'Novita'), setBody('usage', counts(91, 18))),
      { outcome: 'inconclusive' },
    ],
  }),
];
