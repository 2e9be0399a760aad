/** Seeded faults and legal variants of cost and routing: the money that OpenRouter reports, and the model that served. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { everyTurn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { RESPONSES, TERMINAL } from './places.ts';

const BUFFERED = 'openrouter/buffered';
const STREAMED = 'openrouter/streaming';
const COST = 'usage.cost';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const INPUT = 'usage.cost_details.upstream_inference_input_cost';

const times = (factor: number) => (cost: number) => cost * factor;

export const faults: readonly SeededFault[] = [
  fault('cost/left-out', 'a body does not say what it cost', BUFFERED, [dropBody(COST)], 'cost/present'),
  fault(
    'cost/null',
    'the cost of a stream is null',
    STREAMED,
    [set(TERMINAL, `response.${COST}`, null)],
    'cost/present',
  ),
  fault('cost/as-text', 'the cost is text', BUFFERED, [setBody(COST, '0.000152')], 'cost/present'),
  fault(
    'cost/parts-do-not-add-up',
    'the upstream cost is 2 % more than its parts',
    STREAMED,
    [set(TERMINAL, `response.${WHOLE}`, times(1.02))],
    'cost/details-sum',
  ),
  fault(
    'cost/discounted',
    'the cost is 0.80 of the upstream parts',
    BUFFERED,
    [setBody(COST, times(0.8))],
    'cost/matches-upstream',
    { says: '0.80' },
  ),
  fault(
    'routing/another-model',
    'another model served than the one requested',
    'text/buffered',
    [setBody('model', 'conforming-2')],
    'routing/model',
  ),
  fault(
    'routing/dated-model',
    'a stream names a dated model',
    'call/streaming',
    [set(RESPONSES, 'response.model', 'conforming-1-2025-11-20')],
    'routing/model',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'cost/nothing',
    'the cost is 0',
    BUFFERED,
    everyTurn(setBody(COST, 0), dropBody('usage.cost_details')),
    'cost/present',
  ),
  variant(
    'cost/rounded-whole',
    'the upstream cost is rounded by 0.8 %',
    BUFFERED,
    [setBody(WHOLE, times(1.008))],
    'cost/details-sum',
  ),
  variant(
    'cost/one-part-null',
    'the upstream cost of the input is null',
    BUFFERED,
    everyTurn(setBody(INPUT, null)),
    'cost/details-sum',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'cost/own-key',
    "with a key of one's own only a fee is charged",
    BUFFERED,
    everyTurn(setBody('usage.is_byok', true), setBody(COST, times(0.05))),
    'cost/matches-upstream',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'cost/fee-of-a-web-search',
    'a web search costs a fee on top',
    BUFFERED,
    everyTurn(
      ask('tools[2]', { type: 'web_search' }),
      setBody('tools[2]', { type: 'web_search' }),
      setBody(COST, (cost: number) => cost + 0.02),
    ),
    'cost/matches-upstream',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'routing/model-as-requested',
    'the requested model is a dated one, and so is the answer',
    'text/buffered',
    [ask('model', 'conforming-1-2025-11-20'), setBody('model', 'conforming-1-2025-11-20')],
    'routing/model',
  ),
];
