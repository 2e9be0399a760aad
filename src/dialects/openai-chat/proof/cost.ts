/** Seeded faults and legal variants of cost: the money that OpenRouter reports. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, everyTurn, together, turn } from '../../../proof/edits/edit.ts';
import { about, ask, askNot } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { USAGE } from './places.ts';

const BUFFERED = 'openrouter/buffered';
const STREAMED = 'openrouter/streaming';
const FREE = 'openrouter-free/buffered';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const PROMPT = 'usage.cost_details.upstream_inference_prompt_cost';
const COMPLETION = 'usage.cost_details.upstream_inference_completions_cost';

/** All amounts of money in a body, times a factor. */
function bill(factor: number): ExchangeEdit {
  const multiply = (cost: number) => cost * factor;
  return together(...['usage.cost', WHOLE, PROMPT, COMPLETION].map((path) => setBody(path, multiply)));
}

const UNPRICED = about({ price: null });

export const faults: readonly SeededFault[] = [
  fault(
    'cost/missing',
    'the cost was asked for, and usage does not have it',
    STREAMED,
    [set(USAGE, 'usage.cost', null)],
    'cost/present',
  ),
  fault(
    'cost/left-out',
    'the cost was asked for, and a body leaves it out',
    BUFFERED,
    turn(2, dropBody('usage.cost')),
    'cost/present',
  ),
  fault('cost/as-text', 'the cost is text', BUFFERED, [setBody('usage.cost', '0.000152')], 'cost/present'),
  fault(
    'cost/negative',
    'the cost is negative',
    BUFFERED,
    [setBody('usage.cost', -0.000_152)],
    'cost/present',
  ),
  fault(
    'cost/infinite',
    'the cost is a number that no double holds',
    BUFFERED,
    [setBody('usage.cost', 424_242), recodeText((text) => text.replace('424242', '1e999'))],
    'cost/present',
  ),
  fault(
    'cost/parts-do-not-add-up',
    'the upstream cost is 2 % more than its parts',
    STREAMED,
    [set(USAGE, WHOLE, (cost: number) => cost * 1.02)],
    'cost/details-sum',
  ),
  fault(
    'cost/whole-is-zero',
    'the upstream cost is 0, and its parts are not',
    BUFFERED,
    turn(2, setBody(WHOLE, 0)),
    'cost/details-sum',
  ),
  fault(
    'cost/discounted',
    'the cost is 0.80 of the upstream parts',
    BUFFERED,
    all(
      UNPRICED,
      turn(
        1,
        setBody('usage.cost', (cost: number) => cost * 0.8),
      ),
    ),
    'cost/matches-upstream',
    { says: '0.80' },
  ),
  fault(
    'cost/surcharge',
    'the cost is 1.05 of the upstream cost, whose parts are null',
    STREAMED,
    all(
      UNPRICED,
      turn(
        1,
        set(USAGE, 'usage.cost', (cost: number) => cost * 1.05),
        set(USAGE, PROMPT, null),
        set(USAGE, COMPLETION, null),
      ),
    ),
    'cost/matches-upstream',
    { says: '1.05' },
  ),
  fault(
    'cost/discounted-beside-a-custom-tool',
    'the cost is 0.65 of the upstream parts, and a custom tool is offered, which the client runs',
    BUFFERED,
    all(
      UNPRICED,
      turn(
        1,
        ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
        setBody('usage.cost', (cost: number) => cost * 0.65),
      ),
    ),
    'cost/matches-upstream',
    { says: '0.65' },
  ),
  fault(
    'cost/parts-apart-without-a-search',
    'the whole is more than its parts, and no search was made',
    BUFFERED,
    all(
      UNPRICED,
      turn(
        1,
        setBody('usage.server_tool_use', { web_search_requests: 0 }),
        setBody(WHOLE, (cost: number) => cost + 0.0275),
      ),
    ),
    'cost/details-sum',
  ),
  fault(
    'cost/free-is-charged',
    'a free model is charged for',
    FREE,
    [setBody('usage.cost', 0.000_152)],
    'cost/free-is-free',
    { alsoFails: { 'cost/matches-upstream': 'its upstream charged nothing' } },
  ),
  fault(
    'cost/dearer-second-turn',
    'the second turn costs twice as much per token',
    BUFFERED,
    all(UNPRICED, turn(2, bill(2))),
    'cost/rate-stable',
  ),
  fault(
    'cost/dearer-completion',
    'the completion of the second turn costs 3 % more per token, cached tokens in the prompt',
    STREAMED,
    all(
      UNPRICED,
      turn(
        2,
        set(USAGE, 'usage.prompt_tokens_details.cached_tokens', 64),
        set(USAGE, COMPLETION, (cost: number) => cost * 1.03),
      ),
    ),
    'cost/rate-stable',
  ),
  fault(
    'cost/another-price',
    'every turn costs 1.5 times the configured price',
    BUFFERED,
    everyTurn(bill(1.5)),
    'cost/matches-price',
    { says: '1.50' },
  ),
  fault(
    'cost/three-percent-more',
    'every turn costs 3 % more than the configured price',
    BUFFERED,
    everyTurn(bill(1.03)),
    'cost/matches-price',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'cost/not-asked-for',
    'the cost was not asked for, and does not come',
    STREAMED,
    everyTurn(askNot('usage'), set(USAGE, 'usage.cost', null)),
    'cost/present',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/one-part-null',
    'the upstream cost of the prompt is null, the others are not',
    BUFFERED,
    everyTurn(setBody(PROMPT, null)),
    'cost/details-sum',
    { outcome: 'not-applicable' },
  ),
  variant('cost/zero', 'the cost is 0, and an integer', FREE, [setBody('usage.cost', 0)], 'cost/present'),
  variant(
    'cost/in-scientific-notation',
    'the cost is written 1.52e-4',
    BUFFERED,
    [setBody('usage.cost', 424_242), recodeText((text) => text.replace('424242', '1.52e-4'))],
    'cost/present',
  ),
  variant(
    'cost/rounded-whole',
    'the upstream cost is rounded by 0.8 %',
    BUFFERED,
    [setBody(WHOLE, (cost: number) => cost * 1.008)],
    'cost/details-sum',
  ),
  variant(
    'cost/whole-null',
    'the upstream cost is null, and its parts are not',
    STREAMED,
    everyTurn(set(USAGE, WHOLE, null)),
    'cost/details-sum',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/rounded',
    'the cost is rounded by 0.8 %',
    BUFFERED,
    [setBody('usage.cost', (cost: number) => cost * 0.992)],
    'cost/matches-upstream',
  ),
  variant(
    'cost/own-key',
    'with a key of one’s own only a fee is charged',
    BUFFERED,
    all(
      UNPRICED,
      everyTurn(
        setBody('usage.is_byok', true),
        setBody('usage.cost', (cost: number) => cost * 0.05),
      ),
    ),
    'cost/matches-upstream',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/fee-of-a-web-search',
    'a web search costs a fee on top',
    BUFFERED,
    all(
      UNPRICED,
      everyTurn(
        ask('plugins', [{ id: 'web' }]),
        setBody('usage.cost', (cost: number) => cost + 0.02),
      ),
    ),
    'cost/matches-upstream',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/fee-of-a-server-tool',
    'a tool that the provider runs costs a fee on top, and the parts do not add up',
    BUFFERED,
    all(
      UNPRICED,
      everyTurn(
        ask('tools[2]', { type: 'web_search' }),
        setBody('usage.cost', (cost: number) => cost + 0.02),
        setBody(WHOLE, (cost: number) => cost + 0.02),
      ),
    ),
    'cost/details-sum',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/fee-of-an-online-model',
    'the online variant of a model costs a fee on top',
    BUFFERED,
    all(
      UNPRICED,
      everyTurn(
        ask('model', 'conforming-1:online'),
        setBody('model', 'conforming-1:online'),
        setBody('usage.cost', (cost: number) => cost + 0.02),
      ),
    ),
    'cost/matches-upstream',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/fee-of-a-model-that-searches',
    'the model searches the web by itself, and the fee is in the whole and in no part',
    BUFFERED,
    all(
      UNPRICED,
      everyTurn(
        setBody('usage.server_tool_use', { web_search_requests: 1 }),
        setBody('usage.cost', (cost: number) => cost + 0.0275),
        setBody(WHOLE, (cost: number) => cost + 0.0275),
      ),
    ),
    'cost/details-sum',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/fee-of-reading-a-file',
    'a file of the prompt is read for a fee, though no plugin was asked for',
    BUFFERED,
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
        setBody('usage.cost', (cost: number) => cost + 0.002),
      ),
    ),
    'cost/matches-upstream',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/paid-model-beside-a-free-name',
    'the paid model answers for the free one, and is charged for',
    FREE,
    [setBody('model', 'conforming-1'), setBody('usage.cost', 0.000_152), setBody('usage.cost_details', null)],
    'cost/free-is-free',
    { outcome: 'not-applicable', observes: ['routing/model'] },
  ),
  variant(
    'cost/free-is-zero',
    'the free model costs -0',
    FREE,
    [setBody('usage.cost', 424_242), recodeText((text) => text.replace('424242', '-0.0'))],
    'cost/free-is-free',
  ),
  variant(
    'cost/free-but-for-the-search',
    'the free model answers with a web search, which has its fee',
    FREE,
    [ask('plugins', [{ id: 'web' }]), setBody('usage.cost', 0.02)],
    'cost/free-is-free',
    { outcome: 'not-applicable' },
  ),
  variant(
    'cost/another-upstream-another-rate',
    'the second turn is served by another upstream, at twice the rate',
    BUFFERED,
    all(UNPRICED, turn(2, setBody('provider', 'Novita'), bill(2))),
    'cost/rate-stable',
    { outcome: 'not-applicable', observes: ['routing/stable'] },
  ),
  variant(
    'cost/cached-prompt-is-cheaper',
    'cached tokens make the prompt of the second turn cheaper',
    BUFFERED,
    all(
      UNPRICED,
      turn(
        2,
        setBody('usage.prompt_tokens_details.cached_tokens', 64),
        setBody(PROMPT, 0.000_07),
        setBody(WHOLE, 0.000_118),
        setBody('usage.cost', 0.000_118),
      ),
    ),
    'cost/rate-stable',
  ),
  variant(
    'cost/prompt-written-to-a-cache',
    'the prompt of the second turn is written to a cache, at 1.25 of the price',
    BUFFERED,
    all(
      UNPRICED,
      turn(
        2,
        setBody('usage.prompt_tokens_details.cache_write_tokens', 118),
        setBody(PROMPT, 0.000_147_5),
        setBody(WHOLE, 0.000_195_5),
        setBody('usage.cost', 0.000_195_5),
      ),
    ),
    'cost/rate-stable',
  ),
  variant(
    'cost/almost-the-price',
    'every turn costs 1.9 % less than the configured price',
    BUFFERED,
    everyTurn(bill(0.981)),
    'cost/matches-price',
  ),
  variant(
    'cost/price-with-cached-tokens',
    'with cached tokens the configured price does not tell what is due',
    BUFFERED,
    everyTurn(setBody('usage.prompt_tokens_details.cached_tokens', 64), bill(0.7)),
    'cost/matches-price',
    { outcome: 'inconclusive', turnsInconclusive: ['cost/matches-price'] },
  ),
];
