/** Seeded faults and legal variants of cost and routing: the money that OpenRouter reports, and the model that served. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { everyTurn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { RESPONSES, TERMINAL } from './places.ts';

const COST = 'usage.cost';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const INPUT = 'usage.cost_details.upstream_inference_input_cost';

const times = (factor: number) => (cost: number) => cost * factor;

export const cost: Table = [
  faults('cost/present', 'openrouter/buffered', {
    'cost/left-out': ['a body does not say what it cost', [dropBody(COST)]],
    'cost/as-text': ['the cost is text', [setBody(COST, '0.000152')]],
  }),
  faults('cost/present', 'openrouter/streaming', {
    'cost/null': ['the cost of a stream is null', [set(TERMINAL, `response.${COST}`, null)]],
  }),
  variants('cost/present', 'openrouter/buffered', {
    'cost/nothing': ['the cost is 0', everyTurn(setBody(COST, 0), dropBody('usage.cost_details'))],
  }),
  faults('cost/details-sum', 'openrouter/streaming', {
    'cost/parts-do-not-add-up': [
      'the upstream cost is 2 % more than its parts',
      [set(TERMINAL, `response.${WHOLE}`, times(1.02))],
    ],
  }),
  variants('cost/details-sum', 'openrouter/buffered', {
    'cost/rounded-whole': ['the upstream cost is rounded by 0.8 %', [setBody(WHOLE, times(1.008))]],
    'cost/one-part-null': [
      'the upstream cost of the input is null',
      everyTurn(setBody(INPUT, null)),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('cost/matches-upstream', 'openrouter/buffered', {
    'cost/discounted': [
      'the cost is 0.80 of the upstream parts',
      [setBody(COST, times(0.8))],
      { says: '0.80' },
    ],
  }),
  variants('cost/matches-upstream', 'openrouter/buffered', {
    'cost/own-key': [
      "with a key of one's own only a fee is charged",
      everyTurn(setBody('usage.is_byok', true), setBody(COST, times(0.05))),
      { outcome: 'not-applicable' },
    ],
    'cost/fee-of-a-web-search': [
      'a web search costs a fee on top',
      everyTurn(
        ask('tools[2]', { type: 'web_search' }),
        setBody('tools[2]', { type: 'web_search' }),
        setBody(COST, (cost: number) => cost + 0.02),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('routing/model', 'text/buffered', {
    'routing/another-model': [
      'another model served than the one requested',
      [setBody('model', 'conforming-2')],
    ],
  }),
  faults('routing/model', 'call/streaming', {
    'routing/dated-model': [
      'a stream names a dated model',
      [set(RESPONSES, 'response.model', 'conforming-1-2025-11-20')],
    ],
  }),
  variants('routing/model', 'text/buffered', {
    'routing/model-as-requested': [
      'the requested model is a dated one, and so is the answer',
      [ask('model', 'conforming-1-2025-11-20'), setBody('model', 'conforming-1-2025-11-20')],
    ],
  }),
];
