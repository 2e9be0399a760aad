/** Messages threads: the server keeps the history under the id of the answer, and the next request names it. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { CREDENTIAL } from '../../src/proof/dialogue-parts.ts';
import {
  complaintsOf,
  exchangesOf,
  scenarioCalled,
  verdictsOf,
  withProvider,
} from '../support/played-scenario.ts';
import { expect, test } from '../support/test.ts';

const dialect = dialectOf('anthropic-messages');
const scenario = scenarioCalled('stored-history');

for (const delivery of ['streaming', 'buffered'] as const) {
  const setting = { dialect, extension: 'plain', delivery } as const;

  test(`a thread is created, gone on in, and judged as a conversation, ${delivery}`, async () => {
    const exchanges = await withProvider({}, (url) => exchangesOf(url, scenario, setting));
    const sent = exchanges.map(({ request }) => JSON.parse(Buffer.from(request.body ?? []).toString()));
    const issued = exchanges.map((exchange, at) => dialect.read(exchange, at + 1).turn.id);
    expect(sent.map(({ thread }) => thread)).toEqual([
      { type: 'create' },
      { type: 'continue', previous_message_id: issued[0] },
      { type: 'continue', previous_message_id: issued[1] },
    ]);
    expect(
      sent.map((body) => [body.system === undefined, body.tools === undefined, body.messages.length]),
    ).toEqual([
      [false, false, 1],
      [true, true, 1],
      [true, true, 1],
    ]);
    const verdicts = verdictsOf(scenario, setting, exchanges);
    expect(complaintsOf(verdicts)).toEqual([]);
    const passed = verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check);
    expect(passed).toEqual(
      expect.arrayContaining([
        'ids/echoed',
        'ids/echo-accepted',
        'roundtrip/continues',
        'roundtrip/result-used',
      ]),
    );
  });

  test(`a server that forgets its threads lacks them, and breaks no promise of ids, ${delivery}`, async () => {
    // Each server knows its own threads alone, so the next request is refused by another one.
    const [first, second] = await withProvider({}, (url) => exchangesOf(url, scenario, setting));
    if (first === undefined || second === undefined) throw new Error('the thread has no second request');
    const refused = await withProvider({}, async (url) => {
      const { status, headers, body } = await resent(url, second.request.body ?? new Uint8Array());
      return { ...second, response: { status, headers, body, provenComplete: true } };
    });
    expect(JSON.parse(Buffer.from(refused.response.body).toString()).error).toMatchObject({
      type: 'not_found_error',
      details: { error_code: 'thread_not_found' },
    });
    const outcome = verdictsOf(scenario, setting, [first, refused]).find(
      ({ check }) => check === 'ids/echo-accepted',
    );
    expect(outcome).toMatchObject({ outcome: 'unsupported' });
  });
}

async function resent(url: string, body: Uint8Array) {
  const response = await fetch(`${url}/anthropic/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': CREDENTIAL, 'Content-Type': 'application/json' },
    body: Buffer.from(body),
  });
  const headers = [...response.headers].map(([name, value]) => [name, [value]] as const);
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

test('what a thread keeps may not be sent again', async () => {
  const error = await withProvider({}, async (url) => {
    const ask = async (body: object) =>
      JSON.parse(Buffer.from((await resent(url, Buffer.from(JSON.stringify(body)))).body).toString());
    const opening = {
      model: 'any',
      max_tokens: 99,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hi' }],
    };
    const { id } = await ask({ ...opening, thread: { type: 'create' } });
    return (await ask({ ...opening, thread: { type: 'continue', previous_message_id: id } })).error;
  });
  expect(error).toEqual({
    type: 'invalid_request_error',
    message: 'system is kept with the thread, and may not be sent again.',
  });
});
