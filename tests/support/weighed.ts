/** Verdicts weighed by the gate. */
import type { Expectation } from '../../src/gate/expectations.ts';
import { type Gate, type GateInput, gate } from '../../src/gate/gate.ts';

/** That `p/m` fails `ids/present` in all scenarios and deliveries. */
export function expectation(fields: Partial<Expectation> = {}): Expectation {
  return {
    target: 'p/m',
    check: 'ids/present',
    scenario: null,
    delivery: null,
    reason: 'r',
    link: null,
    since: '2025-11-20',
    file: 'specs/expectations/p/m.yaml',
    line: 1,
    ...fields,
  };
}

const streaming = { target: 'p/m', scenario: 'weather', delivery: 'streaming' } as const;
const buffered = { ...streaming, delivery: 'buffered' } as const;
/** What an expectation may name. */
export const known = {
  checks: ['ids/present', 'ids/portable'],
  targets: ['p/m', 'p/n'],
  scenarios: ['weather', 'add'],
  conversations: [streaming, buffered],
};

/** Only MUST failures count, unless the input says otherwise. */
export const weigh = (input: Partial<GateInput>): Gate =>
  gate({ conversations: [], verdicts: [], expectations: [], failOn: 'must', known, ...input });
