/** Requests that are cancelled, or cannot be sent. */
import { type HttpRequest, whyUnsent } from '../../src/evidence/exchange.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { type LiveOptions, LiveTransport } from '../../src/transports/live.ts';
import {
  answers,
  closeAll,
  connect,
  fakeClock,
  http,
  KEY,
  line,
  listen,
  piece,
  request,
  STREAM,
  transport,
} from '../support/raw-peer.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(closeAll);

test('cancelled midstream: what had arrived is the answer, and the next request is unharmed', async () => {
  const cancel = new AbortController();
  const { host } = await listen((socket, number) => {
    if (number === 2) return void socket.write(http(200));
    socket.write(`${STREAM}${piece('data: 1\n\n')}`, () => setTimeout(() => cancel.abort(), 30));
  });
  const shared = connect();
  const exchange = await new LiveTransport(shared, { signal: cancel.signal }).send(request(host));
  expect(line(exchange)).toBe(
    '200 | data: 1\n\n | incomplete | cancelled by the client after 9 bytes of the body',
  );
  expect(line(await new LiveTransport(shared).send(request(host)))).toBe('200 | {} | complete');
});

test('cancelled before it left: nothing is sent', async () => {
  const { peer, host } = await listen(answers(http(200)));
  const live = transport({ signal: AbortSignal.abort() });
  expect(whyUnsent(await live.send(request(host)))).toBe('cancelled');
  expect([live.exchanges.length, peer.connections]).toEqual([1, 0]);
});

test('cancelled while it backs off: the refusal is the answer', async () => {
  const cancel = new AbortController();
  const { host } = await listen(answers(http(429)));
  const sleep = async () => {
    cancel.abort();
    cancel.signal.throwIfAborted();
  };
  const live = transport({ signal: cancel.signal, clock: { ...fakeClock(), sleep } });
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['429 | {} | complete']);
});

test('a refused first attempt is not sent; a refused second one leaves it at the first', async () => {
  const { peer, host } = await listen(answers(http(503)));
  const seen: unknown[] = [];
  const allowing = (budget: number): LiveOptions => ({
    beforeAttempt: ({ number, previous }) => {
      seen.push([number, previous?.response?.status ?? null]);
      return number > budget ? { refused: 'budget' } : 'admitted';
    },
    afterAttempt: ({ number }, { response }) => void seen.push(['after', number, response?.status]),
  });
  expect(whyUnsent(await transport(allowing(0)).send(request(host)))).toBe('budget');
  expect(peer.connections).toBe(0);
  const live = transport(allowing(1));
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['503 | {} | complete']);
  expect(seen).toEqual([
    [1, null],
    [1, null],
    ['after', 1, 503],
    [2, 503],
  ]);
});

const unsendable: readonly [string, Partial<HttpRequest>][] = [
  ['a URL that is none', { url: `nowhere?key=${KEY}` }],
  ['a URL that is not of the web', { url: `file:///etc/passwd?${KEY}` }],
  ['a header with a line break', { headers: [['Authorization', [`Bearer ${KEY}\n`]]] }],
];

for (const [title, part] of unsendable) {
  test(`${title} is an error of ours, and shows no key`, async () => {
    const { host } = await listen(answers(http(200)));
    const told: unknown[] = [];
    const error: unknown = await transport({
      afterAttempt: (_, exchange) => void told.push(whyUnsent(exchange)),
    })
      .send({ ...request(host), ...part })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SuiteError);
    expect(String(error)).not.toContain(KEY);
    expect(told, 'who admitted it is told that it did not leave').toEqual(['it could not leave']);
  });
}
