/** Seeded faults and legal variants of cost: the money that OpenRouter reports. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, everyTurn, together, turn } from '../../../proof/edits/edit.ts';
import { about, ask, askNot } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { USAGE } from './places.ts';

const COST = 'usage.cost';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const PROMPT = 'usage.cost_details.upstream_inference_prompt_cost';
const COMPLETION = 'usage.cost_details.upstream_inference_completions_cost';

/** Multiplies all amounts of money in a body by a factor. */
function bill(factor: number): ExchangeEdit {
  return together(...[COST, WHOLE, PROMPT, COMPLETION].map((path) => setBody(path, times(factor))));
}

/** Sets the amounts of a body: the cost of the prompt, of the completion, and the sum. */
function charged(prompt: number, completion: number): ExchangeEdit {
  const whole = prompt + completion;
  return together(
    setBody(COST, whole),
    setBody(WHOLE, whole),
    setBody(PROMPT, prompt),
    setBody(COMPLETION, completion),
  );
}

const UPSTREAM = {
  upstream_inference_cost: 0.003,
  upstream_inference_prompt_cost: 0.001,
  upstream_inference_completions_cost: 0.002,
};
const UNPRICED = about({ price: null });
const CACHE_PRICED = about({
  price: {
    promptPerMillion: 1,
    completionPerMillion: 4,
    cacheReadPerMillion: 0.1,
    cacheWritePerMillion: 1.25,
  },
});
const CACHED = 'usage.prompt_tokens_details.cached_tokens';
const WRITTEN = 'usage.prompt_tokens_details.cache_write_tokens';

const times = (factor: number) => (cost: number) => cost * factor;
const plus = (fee: number) => (cost: number) => cost + fee;

export const cost: Table = [
  variants('cost/matches-upstream', 'openrouter-free/buffered', {
    'cost/free-though-the-upstream-charged': [
      'a free model costs nothing, and its upstream charged',
      [setBody(COST, 0), setBody('usage.cost_details', UPSTREAM)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('cost/matches-upstream', 'openrouter-pinned/buffered', {
    'cost/rounded-down': [
      'the cost is rounded down by a hair less than one in a hundred',
      all(
        UNPRICED,
        turn(1, setBody('usage.cost_details', { upstream_inference_cost: 1 }), setBody(COST, 0.990_05)),
      ),
    ],
  }),
  variants('cost/rate-stable', 'openrouter/buffered', {
    'cost/rate-of-another-model': [
      'another model answers the second turn, at another price',
      all(UNPRICED, turn(2, setBody('model', 'substitute-2'), bill(3))),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('routing/provider-reported', 'openrouter/buffered', {
    'routing/never-named-at-another-price': [
      'no answer names the upstream, and the second costs more',
      all(UNPRICED, everyTurn(dropBody('provider')), turn(2, bill(3))),
    ],
  }),
  faults('usage/counted', 'openrouter/buffered', {
    'usage/completion-not-counted-and-not-charged': [
      'no token of the completion of the second turn is counted, and none is charged for',
      all(
        UNPRICED,
        turn(
          2,
          setBody('usage.completion_tokens', 0),
          setBody('usage.total_tokens', (total: number) => total - 12),
          charged(0.000_118, 0),
        ),
      ),
    ],
  }),
  faults('cost/present', 'openrouter/streaming', {
    'cost/missing': ['the cost was asked for, and usage does not have it', [set(USAGE, COST, null)]],
  }),
  variants('cost/present', 'openrouter/streaming', {
    'cost/not-asked-for': [
      'the cost was not asked for, and does not come',
      everyTurn(askNot('usage'), set(USAGE, COST, null)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('cost/present', 'openrouter-free/buffered', {
    'cost/zero': ['the cost is 0, and an integer', [setBody(COST, 0)]],
  }),
  faults('cost/details-sum', 'openrouter/streaming', {
    'cost/parts-do-not-add-up': [
      'the upstream cost is 2 % more than its parts',
      [set(USAGE, WHOLE, times(1.02))],
    ],
  }),
  faults('cost/details-sum', 'openrouter/buffered', {
    'cost/parts-apart-without-a-search': [
      'the whole is more than its parts, and no search was made',
      all(
        UNPRICED,
        turn(1, setBody('usage.server_tool_use', { web_search_requests: 0 }), setBody(WHOLE, plus(0.0275))),
      ),
    ],
  }),
  variants('cost/details-sum', 'openrouter/buffered', {
    'cost/one-part-null': [
      'the upstream cost of the prompt is null, the others are not',
      everyTurn(setBody(PROMPT, null)),
      { outcome: 'not-applicable' },
    ],
    'cost/fee-of-a-server-tool': [
      'a tool that the provider runs costs a fee on top, and the parts do not add up',
      all(
        UNPRICED,
        everyTurn(
          ask('tools[2]', { type: 'web_search' }),
          setBody(COST, plus(0.02)),
          setBody(WHOLE, plus(0.02)),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
    'cost/fee-of-a-model-that-searches': [
      'the model searches the web by itself, and the fee is in the whole and in no part',
      all(
        UNPRICED,
        everyTurn(
          setBody('usage.server_tool_use', { web_search_requests: 1 }),
          setBody(COST, plus(0.0275)),
          setBody(WHOLE, plus(0.0275)),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('cost/details-sum', 'openrouter/streaming', {
    'cost/whole-null': [
      'the upstream cost is null, and its parts are not',
      everyTurn(set(USAGE, WHOLE, null)),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('cost/matches-upstream', 'openrouter/buffered', {
    'cost/discounted-beside-a-custom-tool': [
      'the cost is 0.65 of the upstream parts, and a custom tool is offered, which the client runs',
      all(
        UNPRICED,
        turn(1, ask('tools[2]', { type: 'custom', custom: { name: 'python' } }), setBody(COST, times(0.65))),
      ),
      { says: '0.65' },
    ],
  }),
  faults('cost/matches-upstream', 'openrouter/streaming', {
    'cost/surcharge': [
      'the cost is 1.05 of the upstream cost, whose parts are null',
      all(
        UNPRICED,
        turn(1, set(USAGE, COST, times(1.05)), set(USAGE, PROMPT, null), set(USAGE, COMPLETION, null)),
      ),
      { says: '1.05' },
    ],
  }),
  variants('cost/matches-upstream', 'openrouter/buffered', {
    'cost/fee-of-a-web-search': [
      'a web search costs a fee on top',
      all(UNPRICED, everyTurn(ask('plugins', [{ id: 'web' }]), setBody(COST, plus(0.02)))),
      { outcome: 'not-applicable' },
    ],
    'cost/fee-of-an-online-model': [
      'the online variant of a model costs a fee on top',
      all(
        UNPRICED,
        everyTurn(
          ask('model', 'conforming-1:online'),
          setBody('model', 'conforming-1:online'),
          setBody(COST, plus(0.02)),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
    'cost/fee-of-reading-a-file': [
      'a file of the prompt is read for a fee, though no plugin was asked for',
      all(
        UNPRICED,
        everyTurn(
          ask('messages[1].content', [
            { type: 'text', text: 'What is the weather in Oslo?' },
            {
              type: 'file',
              file: { filename: 'forecast.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' },
            },
          ]),
          setBody(COST, plus(0.002)),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('cost/free-is-free', 'openrouter-free/buffered', {
    'cost/free-is-charged': [
      'a free model is charged for',
      [setBody(COST, 0.000_152)],
      { alsoFails: { 'cost/matches-upstream': 'its upstream charged nothing' } },
    ],
    'cost/free-is-passed-on': [
      'a free model is charged for, and its upstream charged as much',
      [setBody(COST, 0.000_152), setBody('usage.cost_details', { upstream_inference_cost: 0.000_152 })],
    ],
  }),
  variants('cost/free-is-free', 'openrouter-free/buffered', {
    'cost/paid-model-beside-a-free-name': [
      'the paid model answers for the free one, and is charged for',
      [setBody('model', 'conforming-1'), setBody(COST, 0.000_152), setBody('usage.cost_details', null)],
      { outcome: 'not-applicable' },
    ],
    'cost/free-is-zero': [
      'the free model costs -0',
      [setBody(COST, 424_242), recodeText((text) => text.replace('424242', '-0.0'))],
    ],
    'cost/free-but-for-the-search': [
      'the free model answers with a web search, which has its fee',
      [ask('plugins', [{ id: 'web' }]), setBody(COST, 0.02)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('cost/rate-stable', 'openrouter/buffered', {
    'cost/dearer-second-turn': [
      'the second turn costs twice as much per token',
      all(UNPRICED, turn(2, bill(2))),
    ],
  }),
  faults('cost/rate-stable', 'openrouter/streaming', {
    'cost/dearer-completion': [
      'the completion of the second turn costs 3 % more per token, cached tokens in the prompt',
      all(
        UNPRICED,
        turn(
          2,
          set(USAGE, 'usage.prompt_tokens_details.cached_tokens', 64),
          set(USAGE, COMPLETION, times(1.03)),
        ),
      ),
    ],
  }),
  variants('cost/rate-stable', 'openrouter/buffered', {
    'cost/another-upstream-another-rate': [
      'the second turn is served by another upstream, at twice the rate',
      all(UNPRICED, turn(2, setBody('provider', 'Novita'), bill(2))),
      { outcome: 'not-applicable' },
    ],
    'cost/cached-prompt-is-cheaper': [
      'cached tokens make the prompt of the second turn cheaper',
      all(
        UNPRICED,
        turn(
          2,
          setBody('usage.prompt_tokens_details.cached_tokens', 64),
          setBody(PROMPT, 0.000_07),
          setBody(WHOLE, 0.000_118),
          setBody(COST, 0.000_118),
        ),
      ),
    ],
    'cost/prompt-written-to-a-cache': [
      'the prompt of the second turn is written to a cache, at 1.25 of the price',
      all(
        UNPRICED,
        turn(
          2,
          setBody('usage.prompt_tokens_details.cache_write_tokens', 118),
          setBody(PROMPT, 0.000_147_5),
          setBody(WHOLE, 0.000_195_5),
          setBody(COST, 0.000_195_5),
        ),
      ),
    ],
  }),
  faults('cost/matches-price', 'openrouter/buffered', {
    'cost/another-price': [
      'every turn costs 1.5 times the configured price',
      everyTurn(bill(1.5)),
      { says: '1.50' },
    ],
    'cost/three-percent-more': ['every turn costs 3 % more than the configured price', everyTurn(bill(1.03))],
    'cost/cached-at-the-full-price': [
      'half of the prompt is read from a cache, and charged as if it were not',
      all(CACHE_PRICED, turn(1, setBody(CACHED, 40))),
      { says: '1.31' },
    ],
    'cost/written-for-nothing': [
      'the prompt is written to a cache, whose price is higher, and charged as if it were not',
      all(CACHE_PRICED, turn(1, setBody(WRITTEN, 80))),
      { says: '0.88' },
    ],
  }),
  variants('cost/matches-price', 'openrouter/buffered', {
    'cost/almost-the-price': [
      'every turn costs 1.9 % less than the configured price',
      everyTurn(bill(0.981)),
    ],
    'cost/price-with-cached-tokens': [
      'with cached tokens the configured price does not tell what is due',
      everyTurn(setBody('usage.prompt_tokens_details.cached_tokens', 64), bill(0.7)),
      { outcome: 'inconclusive' },
    ],
    'cost/price-with-written-tokens': [
      'with tokens that are written to a cache the configured price does not tell what is due',
      everyTurn(setBody(WRITTEN, 64), bill(1.2)),
      { outcome: 'inconclusive' },
    ],
    'cost/cached-at-its-price': [
      'half of the prompt is read from a cache, and charged at the configured price of that',
      all(CACHE_PRICED, turn(1, setBody(CACHED, 40), charged(0.000_044, 0.000_072))),
    ],
    'cost/written-at-its-price': [
      'a part of the prompt is read from a cache, another is written to it, and each has its price',
      all(CACHE_PRICED, turn(1, setBody(CACHED, 40), setBody(WRITTEN, 20), charged(0.000_049, 0.000_072))),
    ],
    'cost/more-cached-than-asked': [
      'more tokens are counted as cached than the prompt has',
      all(CACHE_PRICED, turn(1, setBody(CACHED, 40), setBody(WRITTEN, 64))),
      { outcome: 'inconclusive' },
    ],
  }),
];
