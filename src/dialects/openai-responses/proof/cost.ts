/** Seeded faults and legal variants of cost and routing: the money that OpenRouter reports, and the serving model. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { everyTurn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { TERMINAL } from './places.ts';

const COST = 'usage.cost';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const INPUT = 'usage.cost_details.upstream_inference_input_cost';

const times = (factor: number) => (cost: number) => cost * factor;

export const cost: Table = [
  faults('cost/present', 'openrouter/streaming', {
    'cost/null': ['the cost of a stream is null', [set(TERMINAL, `response.${COST}`, null)]],
  }),
  faults('cost/details-sum', 'openrouter/streaming', {
    'cost/parts-do-not-add-up': [
      'the upstream cost is 2 % more than its parts',
      [set(TERMINAL, `response.${WHOLE}`, times(1.02))],
    ],
  }),
  variants('cost/details-sum', 'openrouter/buffered', {
    'cost/one-part-null': [
      'the upstream cost of the input is null',
      everyTurn(setBody(INPUT, null)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('cost/matches-upstream', 'openrouter/buffered', {
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
  variants('routing/model', 'text/buffered', {
    'routing/model-as-requested': [
      'the requested model is a dated one, and so is the answer',
      [ask('model', 'conforming-1-2025-11-20'), setBody('model', 'conforming-1-2025-11-20')],
    ],
  }),
];
