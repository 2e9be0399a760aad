/** A gateway that loses one thing at a time: the loss is found, and nothing else. */
import { dialects } from '../../src/dialects/catalogue.ts';
import type { GatewayRecord } from '../../src/gateway/record.ts';
import { isObject } from '../../src/text/json.ts';
import {
  inAnswers,
  inBodies,
  inChoices,
  inUsage,
  listIn,
  withCalls,
  withFunction,
  withFunctions,
  withMessages,
  without,
  withoutOfThoughts,
} from '../support/meddling.ts';
import { type Meddling, openSmallGateway } from '../support/small-gateway.ts';
import { expect, test } from '../support/test.ts';
import { triedGateway } from '../support/tried-gateway.ts';

/** What the gateway does, in which scenario it shows, and what is found: `thing: fate` for each thing that is not kept. */
interface Loss extends Meddling {
  readonly scenario: string;
  readonly found: readonly string[];
  /** By default `openai-chat`. */
  readonly dialect?: string;
  readonly openrouter?: true;
}

const LOSSES: Readonly<Record<string, Loss>> = {
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
  'the temperature': { scenario: 'weather', request: without('temperature'), found: ['sampling: lost'] },
  'what top_p is': {
    scenario: 'weather',
    request: (json) => ('top_p' in json ? { ...json, top_p: 1 } : json),
    found: ['sampling: changed'],
  },
  'that no temperature was sent': {
    scenario: 'weather',
    request: (json) => ({ temperature: 1, ...json }),
    found: ['sampling: invented'],
  },
  'the texts that end the answer': {
    scenario: 'weather',
    request: without('stop'),
    found: ['stop: lost'],
  },
  'the seed': { scenario: 'weather', request: without('seed'), found: ['seed: lost'] },
  'who asks': { scenario: 'weather', request: without('user'), found: ['user: lost'] },
  'the metadata': { scenario: 'weather', request: without('metadata'), found: ['metadata: lost'] },
  'a header of the request': {
    scenario: 'weather',
    withoutRequestHeaders: ['openai-beta'],
    found: ['request-headers: lost'],
  },
  'which beta is asked for': {
    scenario: 'weather',
    dialect: 'anthropic-messages',
    withoutRequestHeaders: ['anthropic-beta'],
    found: ['request-headers: lost'],
  },
  'the trace': { scenario: 'weather', withoutRequestHeaders: ['traceparent'], found: ['marks: lost'] },
  'which request is sent a second time': {
    scenario: 'weather',
    withoutRequestHeaders: ['idempotency-key'],
    found: ['marks: lost'],
  },
  'the descriptions of the tools': {
    scenario: 'weather',
    request: (json) => withFunctions(json, ({ description: _, ...called }) => called),
    found: ['descriptions: lost'],
  },
  'that reasoning is wanted': {
    scenario: 'reasoning-with-tools',
    request: without('reasoning_effort'),
    found: ['reasoning-asked: lost'],
  },
  'that a stream is wanted': { scenario: 'weather', request: without('stream'), found: ['streaming: lost'] },
  'a result': {
    scenario: 'add-and-multiply',
    request: (json) =>
      withMessages(json, (messages) =>
        messages.filter((each, at) => each['role'] !== 'tool' || messages[at + 1]?.['role'] === 'tool'),
      ),
    found: ['results: lost'],
  },
  'which result is whose': {
    scenario: 'answers-reversed',
    request: (json) =>
      withMessages(json, (messages) => {
        const texts = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
        return messages.map((each) => (each['role'] === 'tool' ? { ...each, content: texts.pop() } : each));
      }),
    found: ['results: changed'],
  },
  'a call of the history': {
    scenario: 'add-and-multiply',
    request: (json) =>
      withMessages(json, (messages) =>
        messages
          .filter((each, at) => each['role'] !== 'tool' || messages[at + 1]?.['role'] === 'tool')
          .map((each) => ({ ...each, ...withCalls(each, (calls) => calls.slice(0, 1)) })),
      ),
    found: ['calls-returned: lost', 'results: lost'],
  },
  'the ids of the history': {
    scenario: 'weather',
    request: (json) =>
      withMessages(json, (messages) =>
        messages.map((each) => ({
          ...each,
          ...withCalls(each, (calls) => calls.map((call) => ({ ...call, id: 'call_0' }))),
          ...(each['role'] === 'tool' ? { tool_call_id: 'call_0' } : {}),
        })),
      ),
    found: ['ids-returned: changed'],
  },
  'the signatures of the history': {
    scenario: 'signatures',
    dialect: 'anthropic-messages',
    request: (json) =>
      withMessages(json, (messages) =>
        messages.map((each) => ({
          ...each,
          content: Array.isArray(each['content'])
            ? listIn(each, 'content').filter(({ type }) => type !== 'thinking')
            : each['content'],
        })),
      ),
    found: ['signatures-returned: lost'],
  },
  'a request, which it sends twice': { scenario: 'weather', times: 2, found: ['asked: invented'] },
  'that the client hung up': { scenario: 'cancelled', readsOn: true, found: ['cancellation: lost'] },
  'the status of an error': {
    scenario: 'unknown-model',
    status: (status) => (status === 404 ? 500 : status),
    found: ['status: changed'],
  },
  'the text': {
    scenario: 'choice-none',
    ...inAnswers((said) => ('content' in said ? { ...said, content: '' } : said)),
    found: ['text: lost'],
  },
  'the second of two calls': {
    scenario: 'add-and-multiply',
    ...inAnswers((said) => withCalls(said, (calls) => calls.filter(({ index }, at) => (index ?? at) === 0))),
    found: ['calls: lost'],
  },
  'the arguments': {
    scenario: 'choice-required',
    ...inAnswers((said) =>
      withCalls(said, (calls) => calls.map((call) => withFunction(call, { arguments: '' }))),
    ),
    found: ['arguments: changed'],
  },
  'the ids of calls': {
    scenario: 'choice-required',
    ...inAnswers((said) => withCalls(said, (calls) => calls.map(({ id: _, ...call }) => call))),
    found: ['ids: lost'],
  },
  'the ids of calls, one for all': {
    scenario: 'add-and-multiply',
    ...inAnswers((said) =>
      withCalls(said, (calls) => calls.map((call) => ('id' in call ? { ...call, id: 'call_0' } : call))),
    ),
    found: ['ids: changed'],
  },
  'the finish reason': {
    scenario: 'choice-required',
    ...inChoices(({ finish_reason: reason, ...choice }) => ({
      ...choice,
      finish_reason: reason === 'tool_calls' ? 'stop' : reason,
    })),
    found: ['finish: changed'],
  },
  'the usage': {
    scenario: 'choice-none',
    ...inBodies(({ usage: _, ...json }) => json),
    found: ['usage: lost'],
  },
  'the cache counters': {
    scenario: 'secret-word',
    ...inUsage(({ prompt_tokens_details: _, ...usage }) => usage),
    found: ['cache: lost'],
  },
  'the cost': {
    scenario: 'choice-none',
    openrouter: true,
    ...inUsage(({ cost: _, cost_details: __, ...usage }) => usage),
    found: ['cost: lost'],
  },
  'the id of the request': {
    scenario: 'choice-none',
    withoutHeaders: ['x-request-id'],
    found: ['headers: lost'],
  },
  'when to come back': {
    scenario: 'weather',
    withoutHeaders: ['retry-after'],
    found: ['headers: lost'],
  },
  'the pieces of a stream': { scenario: 'weather', gathers: true, found: ['chunk-times: changed'] },
  'the reasoning': {
    scenario: 'reasoning-with-tools',
    dialect: 'anthropic-messages',
    answer: withoutOfThoughts('thinking'),
    event: (json) => {
      const { delta } = json;
      return isObject(delta) && delta['type'] === 'thinking_delta'
        ? { ...json, delta: { ...delta, thinking: '' } }
        : json;
    },
    found: ['reasoning: lost'],
  },
  'the signatures': {
    scenario: 'signatures',
    dialect: 'anthropic-messages',
    answer: withoutOfThoughts('signature'),
    event: (json) => {
      const { delta } = json;
      return isObject(delta) && delta['type'] === 'signature_delta' ? null : json;
    },
    found: ['signatures: lost'],
  },
  'all of an answer that is padded to more than a mebibyte': {
    scenario: 'choice-none',
    answer: (json) => ({ ...json, padding: 'x'.repeat(1024 * 1024) }),
    found: ['status: changed'],
  },
};

for (const [name, { scenario, found, dialect = 'openai-chat', openrouter, ...meddling }] of Object.entries(
  LOSSES,
)) {
  test(name, async () => {
    const spoken = { dialect, extension: openrouter === true ? ('openrouter' as const) : null };
    const records = await triedGateway({
      wires: { outer: spoken, inner: spoken },
      scenarios: [scenario],
      open: (upstream) => openSmallGateway(upstream, meddling),
    });
    expect(damagedIn(records)).toEqual(found);
  });
}

for (const { id } of dialects()) {
  test(`nothing of any scenario is lost in ${id}`, async () => {
    const spoken = { dialect: id, extension: null };
    const records = await triedGateway({
      wires: { outer: spoken, inner: spoken },
      scenarios: [],
      open: (upstream) => openSmallGateway(upstream),
    });
    expect([damagedIn(records), records.filter(({ type }) => type === 'finding')]).toEqual([[], []]);
  });
}

/** What is not kept in either delivery, once each, in the order of the matrix. */
function damagedIn(records: readonly GatewayRecord[]): string[] {
  const fates = records.flatMap((record) => (record.type === 'fate' ? [record] : []));
  const damaged = fates.filter(({ fate }) => !['kept', 'not-shown', 'not-carried'].includes(fate));
  return [...new Set(damaged.map(({ thing, fate }) => `${thing}: ${fate}`))];
}
