/** Seeded faults and legal variants of cost: the money that OpenRouter reports. */
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { all, type ExchangeEdit, everyTurn, together, turn } from '../../../faults/edits/edit.ts';
import { about, ask, askNot } from '../../../faults/edits/exchange.ts';
import { set } from '../../../faults/edits/stream.ts';
import { recodeText } from '../../../faults/edits/wire.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { USAGE } from './places.ts';

const BUFFERED = { base: 'openrouter/buffered' } as const;
const STREAMED = { base: 'openrouter/streaming' } as const;
const FREE = { base: 'openrouter-free/buffered' } as const;
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const PROMPT = 'usage.cost_details.upstream_inference_prompt_cost';
const COMPLETION = 'usage.cost_details.upstream_inference_completions_cost';

/** All amounts of money in a body, times a factor. */
function bill(factor: number): ExchangeEdit {
  const multiply = (cost: number) => cost * factor;
  return together(...['usage.cost', WHOLE, PROMPT, COMPLETION].map((path) => setBody(path, multiply)));
}

const UNPRICED = about({ price: null });

export const costFaults: readonly SeededFault[] = [
  {
    ...STREAMED,
    name: 'cost/missing',
    title: 'the cost was asked for, and usage does not have it',
    edit: turn(1, set(USAGE, 'usage.cost', null)),
    catches: 'cost/present',
  },
  {
    ...BUFFERED,
    name: 'cost/left-out',
    title: 'the cost was asked for, and a body leaves it out',
    edit: turn(2, dropBody('usage.cost')),
    catches: 'cost/present',
  },
  {
    ...BUFFERED,
    name: 'cost/as-text',
    title: 'the cost is text',
    edit: turn(1, setBody('usage.cost', '0.000152')),
    catches: 'cost/present',
  },
  {
    ...BUFFERED,
    name: 'cost/negative',
    title: 'the cost is negative',
    edit: turn(1, setBody('usage.cost', -0.000_152)),
    catches: 'cost/present',
  },
  {
    ...BUFFERED,
    name: 'cost/infinite',
    title: 'the cost is a number that no double holds',
    edit: turn(
      1,
      setBody('usage.cost', 424_242),
      recodeText((text) => text.replace('424242', '1e999')),
    ),
    catches: 'cost/present',
  },
  {
    ...STREAMED,
    name: 'cost/parts-do-not-add-up',
    title: 'the upstream cost is 2 % more than its parts',
    edit: turn(
      1,
      set(USAGE, WHOLE, (cost: number) => cost * 1.02),
    ),
    catches: 'cost/details-sum',
  },
  {
    ...BUFFERED,
    name: 'cost/whole-is-zero',
    title: 'the upstream cost is 0, and its parts are not',
    edit: turn(2, setBody(WHOLE, 0)),
    catches: 'cost/details-sum',
  },
  {
    ...BUFFERED,
    name: 'cost/discounted',
    title: 'the cost is 0.80 of the upstream parts',
    edit: all(
      UNPRICED,
      turn(
        1,
        setBody('usage.cost', (cost: number) => cost * 0.8),
      ),
    ),
    catches: 'cost/matches-upstream',
    says: '0.80',
  },
  {
    ...STREAMED,
    name: 'cost/surcharge',
    title: 'the cost is 1.05 of the upstream cost, whose parts are null',
    edit: all(
      UNPRICED,
      turn(
        1,
        set(USAGE, 'usage.cost', (cost: number) => cost * 1.05),
        set(USAGE, PROMPT, null),
        set(USAGE, COMPLETION, null),
      ),
    ),
    catches: 'cost/matches-upstream',
    says: '1.05',
  },
  {
    ...BUFFERED,
    name: 'cost/discounted-beside-a-custom-tool',
    title: 'the cost is 0.65 of the upstream parts, and a custom tool is offered, which the client runs',
    edit: all(
      UNPRICED,
      turn(
        1,
        ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
        setBody('usage.cost', (cost: number) => cost * 0.65),
      ),
    ),
    catches: 'cost/matches-upstream',
    says: '0.65',
  },
  {
    ...FREE,
    name: 'cost/free-is-charged',
    title: 'a free model is charged for',
    edit: turn(1, setBody('usage.cost', 0.000_152)),
    catches: 'cost/free-is-free',
    alsoFails: { 'cost/matches-upstream': 'its upstream charged nothing' },
  },
  {
    ...BUFFERED,
    name: 'cost/dearer-second-turn',
    title: 'the second turn costs twice as much per token',
    edit: all(UNPRICED, turn(2, bill(2))),
    catches: 'cost/rate-stable',
  },
  {
    ...STREAMED,
    name: 'cost/dearer-completion',
    title: 'the completion of the second turn costs 3 % more per token, cached tokens in the prompt',
    edit: all(
      UNPRICED,
      turn(
        2,
        set(USAGE, 'usage.prompt_tokens_details.cached_tokens', 64),
        set(USAGE, COMPLETION, (cost: number) => cost * 1.03),
      ),
    ),
    catches: 'cost/rate-stable',
  },
  {
    ...BUFFERED,
    name: 'cost/another-price',
    title: 'every turn costs 1.5 times the configured price',
    edit: everyTurn(bill(1.5)),
    catches: 'cost/matches-price',
    says: '1.50',
  },
  {
    ...BUFFERED,
    name: 'cost/three-percent-more',
    title: 'every turn costs 3 % more than the configured price',
    edit: everyTurn(bill(1.03)),
    catches: 'cost/matches-price',
  },
];

export const costVariants: readonly LegalVariant[] = [
  {
    ...STREAMED,
    name: 'cost/not-asked-for',
    title: 'the cost was not asked for, and does not come',
    near: 'cost/present',
    outcome: 'not-applicable',
    edit: everyTurn(askNot('usage'), set(USAGE, 'usage.cost', null)),
  },
  {
    ...BUFFERED,
    name: 'cost/one-part-null',
    title: 'the upstream cost of the prompt is null, the others are not',
    near: 'cost/details-sum',
    outcome: 'not-applicable',
    edit: everyTurn(setBody(PROMPT, null)),
  },
  {
    ...FREE,
    name: 'cost/zero',
    title: 'the cost is 0, and an integer',
    near: 'cost/present',
    edit: turn(1, setBody('usage.cost', 0)),
  },
  {
    ...BUFFERED,
    name: 'cost/in-scientific-notation',
    title: 'the cost is written 1.52e-4',
    near: 'cost/present',
    edit: turn(
      1,
      setBody('usage.cost', 424_242),
      recodeText((text) => text.replace('424242', '1.52e-4')),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/rounded-whole',
    title: 'the upstream cost is rounded by 0.8 %',
    near: 'cost/details-sum',
    edit: turn(
      1,
      setBody(WHOLE, (cost: number) => cost * 1.008),
    ),
  },
  {
    ...STREAMED,
    name: 'cost/whole-null',
    title: 'the upstream cost is null, and its parts are not',
    near: 'cost/details-sum',
    outcome: 'not-applicable',
    edit: everyTurn(set(USAGE, WHOLE, null)),
  },
  {
    ...BUFFERED,
    name: 'cost/rounded',
    title: 'the cost is rounded by 0.8 %',
    near: 'cost/matches-upstream',
    edit: turn(
      1,
      setBody('usage.cost', (cost: number) => cost * 0.992),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/own-key',
    title: 'with a key of one’s own only a fee is charged',
    near: 'cost/matches-upstream',
    outcome: 'not-applicable',
    edit: all(
      UNPRICED,
      everyTurn(
        setBody('usage.is_byok', true),
        setBody('usage.cost', (cost: number) => cost * 0.05),
      ),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/fee-of-a-web-search',
    title: 'a web search costs a fee on top',
    near: 'cost/matches-upstream',
    outcome: 'not-applicable',
    edit: all(
      UNPRICED,
      everyTurn(
        ask('plugins', [{ id: 'web' }]),
        setBody('usage.cost', (cost: number) => cost + 0.02),
      ),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/fee-of-a-server-tool',
    title: 'a tool that the provider runs costs a fee on top, and the parts do not add up',
    near: 'cost/details-sum',
    outcome: 'not-applicable',
    edit: all(
      UNPRICED,
      everyTurn(
        ask('tools[2]', { type: 'web_search' }),
        setBody('usage.cost', (cost: number) => cost + 0.02),
        setBody(WHOLE, (cost: number) => cost + 0.02),
      ),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/fee-of-an-online-model',
    title: 'the online variant of a model costs a fee on top',
    near: 'cost/matches-upstream',
    outcome: 'not-applicable',
    edit: all(
      UNPRICED,
      everyTurn(
        ask('model', 'conforming-1:online'),
        setBody('model', 'conforming-1:online'),
        setBody('usage.cost', (cost: number) => cost + 0.02),
      ),
    ),
  },
  {
    ...FREE,
    name: 'cost/paid-model-beside-a-free-name',
    title: 'the paid model answers for the free one, and is charged for',
    near: 'cost/free-is-free',
    outcome: 'not-applicable',
    edit: turn(
      1,
      setBody('model', 'conforming-1'),
      setBody('usage.cost', 0.000_152),
      setBody('usage.cost_details', null),
    ),
    observes: ['routing/model'],
  },
  {
    ...FREE,
    name: 'cost/free-is-zero',
    title: 'the free model costs -0',
    near: 'cost/free-is-free',
    edit: turn(
      1,
      setBody('usage.cost', 424_242),
      recodeText((text) => text.replace('424242', '-0.0')),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/another-upstream-another-rate',
    title: 'the second turn is served by another upstream, at twice the rate',
    near: 'cost/rate-stable',
    outcome: 'not-applicable',
    edit: all(UNPRICED, turn(2, setBody('provider', 'Novita'), bill(2))),
    observes: ['routing/stable'],
  },
  {
    ...BUFFERED,
    name: 'cost/cached-prompt-is-cheaper',
    title: 'cached tokens make the prompt of the second turn cheaper',
    near: 'cost/rate-stable',
    edit: all(
      UNPRICED,
      turn(
        2,
        setBody('usage.prompt_tokens_details.cached_tokens', 64),
        setBody(PROMPT, 0.000_07),
        setBody(WHOLE, 0.000_118),
        setBody('usage.cost', 0.000_118),
      ),
    ),
  },
  {
    ...BUFFERED,
    name: 'cost/almost-the-price',
    title: 'every turn costs 1.9 % less than the configured price',
    near: 'cost/matches-price',
    edit: everyTurn(bill(0.981)),
  },
  {
    ...BUFFERED,
    name: 'cost/price-with-cached-tokens',
    title: 'with cached tokens the configured price does not tell what is due',
    near: 'cost/matches-price',
    outcome: 'inconclusive',
    edit: everyTurn(setBody('usage.prompt_tokens_details.cached_tokens', 64), bill(0.7)),
    turnsInconclusive: ['cost/matches-price'],
  },
];
