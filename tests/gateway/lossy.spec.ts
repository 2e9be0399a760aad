/** A gateway that loses one thing at a time: the loss is found, and nothing else. */
import type { GatewayRecord } from '../../src/gateway/record.ts';
import { isObject } from '../../src/text/json.ts';
import { type Meddling, openSmallGateway } from '../support/small-gateway.ts';
import { expect, test } from '../support/test.ts';
import { triedGateway } from '../support/tried-gateway.ts';

type Draft = Record<string, unknown>;

const CHAT = { dialect: 'openai-chat', extension: null } as const;
const OPENROUTER = { dialect: 'openai-chat', extension: 'openrouter' } as const;

/** What the gateway does, in which scenario it shows, and what is found: `thing: fate` for each thing that is not kept. */
interface Loss extends Meddling {
  readonly scenario: string;
  readonly found: readonly string[];
  readonly openrouter?: true;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'nothing, in every scenario': { scenario: '', found: [] },
  'the system prompt': {
    scenario: 'weather',
    request: (json) => withMessages(json, (messages) => messages.filter(({ role }) => role !== 'system')),
    found: ['system: lost'],
  },
  'a word of the prompt': {
    scenario: 'weather',
    request: (json) =>
      withMessages(json, (messages) =>
        messages.map((each) => (each['role'] === 'user' ? { ...each, content: 'What now?' } : each)),
      ),
    found: ['messages: changed'],
  },
  'the second tool': {
    scenario: 'add-and-multiply',
    request: (json) => ({ ...json, tools: listIn(json, 'tools').slice(0, 1) }),
    found: ['tools: lost'],
  },
  'the schemas of the tools': {
    scenario: 'weather',
    request: (json) => withFunctions(json, (called) => ({ ...called, parameters: { type: 'object' } })),
    found: ['schemas: changed'],
  },
  'that a tool is strict': {
    scenario: 'strict-schema',
    request: (json) => withFunctions(json, ({ strict: _, ...called }) => called),
    found: ['strict: lost'],
  },
  'the tool choice': {
    scenario: 'choice-required',
    request: without('tool_choice'),
    found: ['tool-choice: lost'],
  },
  'that one call at a time is wanted': {
    scenario: 'parallel-off',
    request: without('parallel_tool_calls'),
    found: ['parallel: lost'],
  },
  'the limit': {
    scenario: 'weather',
    request: without('max_tokens'),
    found: ['limit: lost'],
  },
  'that usage is wanted': {
    scenario: 'weather',
    request: without('stream_options'),
    found: ['usage-asked: lost'],
  },
  'a result': {
    scenario: 'add-and-multiply',
    request: (json) =>
      withMessages(json, (messages) =>
        messages.filter((each, at) => each['role'] !== 'tool' || messages[at + 1]?.['role'] === 'tool'),
      ),
    found: ['results: lost'],
  },
};

for (const [name, { scenario, found, openrouter, ...meddling }] of Object.entries(LOSSES)) {
  test(name, async () => {
    const spoken = openrouter === true ? OPENROUTER : CHAT;
    const records = await triedGateway({
      wires: { outer: spoken, inner: spoken },
      scenarios: scenario === '' ? [] : [scenario],
      open: (upstream) => openSmallGateway(upstream, meddling),
    });
    expect(damagedIn(records)).toEqual(found);
  });
}

/** What is not kept in either delivery, once each, in the order of the matrix. */
function damagedIn(records: readonly GatewayRecord[]): string[] {
  const fates = records.flatMap((record) => (record.type === 'fate' ? [record] : []));
  const damaged = fates.filter(({ fate }) => !['kept', 'not-shown', 'not-carried'].includes(fate));
  return [...new Set(damaged.map(({ thing, fate }) => `${thing}: ${fate}`))];
}

function without(name: string) {
  return ({ [name]: _, ...rest }: Draft): Draft => rest;
}

function listIn(json: Draft, name: string): Draft[] {
  const list = json[name];
  return Array.isArray(list) ? list.filter((item) => isObject(item)) : [];
}

function withMessages(json: Draft, change: (messages: Draft[]) => Draft[]): Draft {
  return { ...json, messages: change(listIn(json, 'messages')) };
}

function withFunctions(json: Draft, change: (called: Draft) => Draft): Draft {
  const tools = listIn(json, 'tools').map((tool) => ({
    ...tool,
    function: isObject(tool['function']) ? change({ ...tool['function'] }) : tool['function'],
  }));
  return { ...json, tools };
}
