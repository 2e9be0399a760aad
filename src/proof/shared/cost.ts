/** Faults and variants of cost, which OpenRouter reports. */

import type { Draft } from '../../answers/script.ts';
import { numberOf } from '../../text/json.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { dropBody, setBody } from '../edits/body.ts';
import { all, type ExchangeEdit, everyTurn, turn } from '../edits/edit.ts';
import { about } from '../edits/exchange.ts';
import { recodeText } from '../edits/wire.ts';

const COST = 'usage.cost';
const WHOLE = 'usage.cost_details.upstream_inference_cost';
const UNPRICED = about({ price: null });

const times = (factor: number) => (cost: number) => cost * factor;
const doubleThePrompt = (details: Draft) =>
  Object.fromEntries(
    Object.entries(details).map(([name, cost]) => [
      name,
      /_(?:prompt|input)_cost$/u.test(name) ? numberOf(cost) * 2 : cost,
    ]),
  );
/** Writes the cost with this number literal. */
const written = (text: string): readonly ExchangeEdit[] => [
  setBody(COST, 424_242),
  recodeText((body) => body.replace('424242', text)),
];

export const cost: SharedTable = () => [
  faults('cost/present', 'openrouter/buffered', {
    'cost/left-out': ['the cost was asked for, and a body leaves it out', turn(2, dropBody(COST))],
    'cost/as-text': ['the cost is text', [setBody(COST, '0.000152')]],
    'cost/negative': ['the cost is negative', [setBody(COST, -0.000_152)]],
    'cost/infinite': ['the cost is a number that no double holds', written('1e999')],
  }),
  variants('cost/present', 'openrouter/buffered', {
    'cost/in-scientific-notation': ['the cost is written 1.52e-4', written('1.52e-4')],
    'cost/nothing': [
      'the cost is 0',
      all(UNPRICED, everyTurn(setBody(COST, 0), dropBody('usage.cost_details'))),
    ],
  }),
  faults('cost/details-sum', 'openrouter/buffered', {
    'cost/whole-is-zero': ['the upstream cost is 0, and its parts are not', turn(2, setBody(WHOLE, 0))],
    'cost/part-doubled': [
      'a part of the upstream cost is doubled, and the whole is not',
      turn(2, setBody('usage.cost_details', doubleThePrompt)),
    ],
  }),
  variants('cost/details-sum', 'openrouter/buffered', {
    'cost/rounded-whole': ['the upstream cost is rounded by 0.8 %', [setBody(WHOLE, times(1.008))]],
  }),
  faults('cost/matches-upstream', 'openrouter/buffered', {
    'cost/discounted': [
      'the cost is 0.80 of the upstream parts',
      all(UNPRICED, turn(1, setBody(COST, times(0.8)))),
      { says: '0.80' },
    ],
  }),
  variants('cost/matches-upstream', 'openrouter/buffered', {
    'cost/rounded': ['the cost is rounded by 0.8 %', [setBody(COST, times(0.992))]],
    'cost/own-key': [
      'the caller brings a key of the upstream, and only a fee is charged',
      all(UNPRICED, everyTurn(setBody('usage.is_byok', true), setBody(COST, times(0.05)))),
      { outcome: 'not-applicable' },
    ],
  }),
];
