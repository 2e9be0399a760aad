/** Values that a recorder masked are not counted as faults. */
import { conversationOf } from '../../src/answers/script.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { WEATHER_CALL } from '../../src/proof/dialogue-parts.ts';
import { baseOf } from '../../src/proof/proof.ts';
import { expect, test } from '../support/test.ts';

const chat = dialectOf('openai-chat');
const proof = await chat.proof();

/** Returns the verdict on two simultaneous calls that both have this id. */
function verdictWith(id: string) {
  const conversation = conversationOf(baseOf(proof, 'parallel/buffered').script());
  const text = (bytes: Uint8Array) =>
    new TextDecoder().decode(bytes).replaceAll(/"call_\w+"/gu, JSON.stringify(id));
  const exchanges = conversation.exchanges.map((exchange) => ({
    ...exchange,
    request: { ...exchange.request, body: new TextEncoder().encode(text(exchange.request.body)) },
    response: exchange.response && {
      ...exchange.response,
      body: new TextEncoder().encode(text(exchange.response.body)),
    },
  }));
  const { verdicts } = chat.judge({ ...conversation, exchanges });
  const { outcome, reason } = verdicts.find(({ check }) => check === 'ids/unique-in-response') ?? {};
  return { outcome, reason };
}

for (const mask of [
  '[REDACTED]',
  '<redacted>',
  'FILTERED',
  '{{sanitized}}',
  '**MASKED**',
  '***',
  'xxxxxxxx',
  'call_REDACTED_1',
  'call_<redacted>',
  'toolu-xxxx',
  'call_***_2',
  'REDACTED-CALL-ID',
  '<TOOL_CALL_ID>',
]) {
  test(`two ids that read ${mask} are no id twice`, () => {
    const reason = 'exchange 1: the recorder masked the value';
    expect(verdictWith(mask)).toEqual({ outcome: 'inconclusive', reason });
  });
}

for (const id of ['call_1', 'xx', 'removed-call', 'redacted_call', 'boxxxx']) {
  test(`two ids that read ${id} are one id twice`, () => {
    expect(verdictWith(id)).toEqual({ outcome: 'fail', reason: null });
  });
}

/** Returns the exchange with every match on one side replaced. */
function rewritten(exchange: Exchange, side: 'request' | 'response', from: RegExp, to: string): Exchange {
  const message = exchange[side];
  const body = Buffer.from(
    Buffer.from(message?.body ?? [])
      .toString()
      .replaceAll(from, to),
  );
  return { ...exchange, [side]: message && { ...message, body } };
}

/** Returns the outcome of a check on two calls after a recorder masked texts on the given sides. */
function outcomeOf(check: string, sides: readonly ('request' | 'response')[], from: RegExp, to: string) {
  const conversation = conversationOf(baseOf(proof, 'parallel/buffered').script());
  const exchanges = conversation.exchanges.map((exchange) =>
    sides.reduce((one, side) => rewritten(one, side, from, to), exchange),
  );
  const { verdicts } = chat.judge({ ...conversation, exchanges });
  return verdicts.find((verdict) => verdict.check === check)?.outcome;
}

test('what a recorder masked in arguments breaks no schema', () => {
  const said = ['[REDACTED]', 'Bergen'].map((place) =>
    outcomeOf('arguments/schema', ['response'], /location\\":\\"\w+/gu, `place\\":\\"${place}`),
  );
  expect(said).toEqual(['inconclusive', 'fail']);
});

test('an id that its recorder masked, and numbered, on both sides came back as it was', () => {
  const id = new RegExp(WEATHER_CALL.id, 'gu');
  expect(outcomeOf('ids/echoed', ['request', 'response'], id, 'call_REDACTED_1')).toBe('pass');
});

for (const side of ['request', 'response'] as const) {
  test(`a client did not change what its recorder masked in the ${side}`, () => {
    expect(outcomeOf('ids/echoed', [side], /call_\w+/gu, 'call_REDACTED')).toBe('inconclusive');
    expect(outcomeOf('results/call-kept', [side], /Oslo/gu, '[REDACTED]')).toBe('inconclusive');
    expect(outcomeOf('results/call-kept', [side], /Oslo/gu, 'Bergen')).toBe('fail');
  });
}
