/** Messages outside, Chat Completions inside: only what one of the two has no field for is not carried. */
import type { GatewayRecord } from '../../src/gateway/record.ts';
import { expect, test } from '../support/test.ts';
import { type Losing, openTranslatingGateway } from '../support/translating-gateway.ts';
import { triedGateway } from '../support/tried-gateway.ts';

/** What the gateway loses, in which scenario it shows (all where it is empty), and what is not kept. */
const CASES: Readonly<Record<string, readonly [Losing, scenario: string, ...found: string[]]>> = {
  'nothing but the times of chunks': [
    {},
    '',
    'sampling: not-carried',
    'signatures-returned: not-carried',
    'arguments: not-carried',
    'signatures: not-carried',
    'chunk-times: changed',
  ],
  'the temperature': [
    { request: ({ temperature: _, ...json }) => json },
    'weather',
    'sampling: lost',
    'chunk-times: changed',
  ],
  'the tool choice': [
    { request: ({ tool_choice: _, ...json }) => json },
    'choice-required',
    'tool-choice: lost',
  ],
  'the usage of a stream': [
    { request: ({ stream_options: _, ...json }) => json },
    'choice-none',
    'usage-asked: lost',
    'usage: invented',
  ],
  'the second call': [
    {
      answer: ({ calls, ...answer }) => ({
        ...answer,
        ...(calls === undefined ? {} : { calls: calls.slice(0, 1) }),
      }),
    },
    'add-and-multiply',
    'calls: lost',
  ],
};

for (const [name, [losing, scenario, ...found]] of Object.entries(CASES)) {
  test(`a gateway between two dialects loses ${name}`, async () => {
    const records = await triedGateway({
      wires: {
        outer: { dialect: 'anthropic-messages', extension: null },
        inner: { dialect: 'openai-chat', extension: null },
      },
      scenarios: scenario === '' ? [] : [scenario],
      open: (upstream) => openTranslatingGateway(upstream, losing),
    });
    expect(notKept(records)).toEqual(found);
  });
}

function notKept(records: readonly GatewayRecord[]): string[] {
  const fates = records.flatMap((record) => (record.type === 'fate' ? [record] : []));
  const damaged = fates.filter(({ fate }) => fate !== 'kept' && fate !== 'not-shown');
  return [...new Set(damaged.map(({ thing, fate }) => `${thing}: ${fate}`))];
}
