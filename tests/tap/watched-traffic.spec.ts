/** What is made of the traffic of a tap: the same as of the cassettes that it leaves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../src/audit/audit.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { ArrivingExchanges } from '../../src/tap/arriving-exchanges.ts';
import { connectUpstreams } from '../../src/tap/connections.ts';
import { openTap } from '../../src/tap/tap.ts';
import { upstreamsCalled } from '../../src/tap/upstreams.ts';
import { WatchedTraffic } from '../../src/tap/watched-traffic.ts';
import { runCli } from '../support/cli.ts';
import { Heard } from '../support/heard.ts';
import { CREDENTIALS, plantedIn } from '../support/planted.ts';
import { expect, test } from '../support/test.ts';

/** A fault shows in each conversation with a call, so that a few stand for all. */
const FEW = [
  'weather',
  'add-and-multiply',
  'no-arguments',
  'three-turns',
  'parallel-off',
  'answers-reversed',
];

for (const { id } of dialects()) {
  for (const { fault, scenarios, least } of [
    { scenarios: [], least: 21 },
    { fault: 'ids/dropped', scenarios: FEW, least: 10 },
  ]) {
    test(`${id}${fault === undefined ? '' : ` with ${fault}`}: the verdicts are those of an audit of the cassettes`, async () => {
      test.setTimeout(120_000);
      const folder = mkdtempSync(join(tmpdir(), 'watched-'));
      const provider = createReferenceProvider(fault === undefined ? {} : { fault });
      const { url } = await provider.listen();
      const heard = new Heard();
      const tap = await openTap({
        upstreams: upstreamsCalled([url]),
        dispatcher: connectUpstreams({ http2: false }),
        listener: heard,
        port: 0,
        keptBytes: 1024 * 1024,
        http2: false,
        onRefused: () => {},
      });
      const traffic = new WatchedTraffic({
        folder,
        startedAt: new Date(),
        failOn: 'should',
        recorded: true,
        keptBytes: 1024 * 1024,
        keepSecrets: false,
        onFound: () => {},
      });
      try {
        const chosen = scenarios.flatMap((scenario) => ['--scenario', scenario]);
        await runCli('probe', `${tap.origin}/v1`, '--model', 'my-model', '--dialect', id, ...chosen);
        const arriving = new ArrivingExchanges(1024 * 1024);
        for (const event of heard.events) {
          const ended = arriving.take(event);
          if (ended !== null) await traffic.take(ended);
        }
        const watched = traffic.finish().recorded?.results;
        const audited = audit([folder]).results;
        const inOrder = <T extends { readonly scenario: string }>(records: readonly T[] | undefined) =>
          records?.toSorted((left, right) =>
            left.scenario < right.scenario ? -1 : left.scenario > right.scenario ? 1 : 0,
          );
        expect(audited.conversations.length).toBeGreaterThanOrEqual(least);
        expect(inOrder(watched?.conversations)).toEqual(inOrder(audited.conversations));
        expect(inOrder(watched?.verdicts)).toEqual(inOrder(audited.verdicts));
      } finally {
        await tap.close();
        await provider.close();
        rmSync(folder, { recursive: true });
      }
    });
  }
}

test('what looks like a credential of anybody is in no cassette, and that it was there proves nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const planted = Object.values(CREDENTIALS);
  const messages = planted.map((content) => ({ role: 'user', content }));
  const choice = {
    index: 0,
    message: { role: 'assistant', content: planted.join(' ') },
    finish_reason: 'stop',
  };
  const answer = { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [choice] };
  const body = new TextEncoder().encode(JSON.stringify(answer));
  const exchange: Exchange = {
    request: {
      method: 'POST',
      url: `https://llm.test/v1/chat/completions?key=own-key-9876543210`,
      headers: [['authorization', ['Bearer own-key-0123456789']]],
      body: new TextEncoder().encode(JSON.stringify({ model: 'm', messages })),
    },
    response: {
      status: 200,
      headers: [
        ['content-type', ['application/json']],
        ['content-length', [`${body.length}`]],
      ],
      body,
      chunks: [{ bytes: body.length, at: 1 }],
      provenComplete: true,
    },
  };
  const written = async (keepSecrets: boolean) => {
    rmSync(folder, { recursive: true, force: true });
    const options = {
      folder,
      startedAt: new Date(),
      failOn: 'should',
      recorded: true,
      keptBytes: 1 << 20,
    } as const;
    const traffic = new WatchedTraffic({ ...options, keepSecrets, onFound: () => {} });
    await traffic.take({ exchange, requestCut: false });
    const { leftOut, recorded } = traffic.finish();
    const text = textIn(folder);
    const failing = recorded?.results.verdicts
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ check }) => check);
    return {
      planted: plantedIn(text),
      masked: leftOut.filter((line) => line.startsWith('masked')),
      failing,
      text,
    };
  };
  const { text, ...masked } = await written(false);
  expect(masked).toEqual({
    planted: [],
    masked: ['masked: 8 credentials of the recordings; --keep-secrets shows what stands there'],
    failing: (await written(true)).failing,
  });
  expect(text).toContain('[MASKED:AWS_ACCESS_KEY]');
  const kept = await written(true);
  expect(kept.masked).toEqual([]);
  expect(kept.text).toContain(CREDENTIALS['AWS_ACCESS_KEY']);
  expect(kept.text).not.toContain('own-key');
  rmSync(folder, { recursive: true });
});

/** What a client of Chat Completions asks and gets, in a conversation with so many calls before. */
function afterCalls(count: number, headers: Exchange['request']['headers']): Exchange {
  const callAt = (at: number) => ({
    id: `call_${at}`,
    type: 'function',
    function: { name: 'f', arguments: '{}' },
  });
  const history = Array.from({ length: count }, (_, at) => [
    { role: 'assistant', content: null, tool_calls: [callAt(at)] },
    { role: 'tool', tool_call_id: `call_${at}`, content: `result ${at}` },
  ]).flat();
  const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
  const message = { role: 'assistant', content: null, tool_calls: [callAt(count)] };
  const answer = {
    id: `c${count}`,
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 10 + count, completion_tokens: 1, total_tokens: 11 + count },
  };
  const messages = [{ role: 'user', content: 'go on' }, ...history];
  return {
    request: {
      method: 'POST',
      url: 'https://llm.test/v1/chat/completions',
      headers,
      body: new TextEncoder().encode(JSON.stringify({ model: 'm', messages, tools })),
    },
    response: {
      status: 200,
      headers: [['content-type', ['application/json']]],
      body: new TextEncoder().encode(JSON.stringify(answer)),
      provenComplete: true,
    },
  };
}

async function watched(folder: string, keptBytes: number, exchanges: readonly Exchange[]) {
  const options = { folder, startedAt: new Date(), failOn: 'should', recorded: true } as const;
  const traffic = new WatchedTraffic({ ...options, keptBytes, keepSecrets: false, onFound: () => {} });
  for (const exchange of exchanges) await traffic.take({ exchange, requestCut: false });
  return traffic.finish();
}

/** Of its cassettes. */
function textIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

test('a conversation without an end is let go from, and the next part of it breaks no rule', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const exchanges = Array.from({ length: 30 }, (_, at) => afterCalls(at, []));
  const { recorded } = await watched(folder, 64 * 1024, exchanges);
  rmSync(folder, { recursive: true });
  expect(recorded?.results.conversations.map(({ exchanges: each }) => each)).toEqual([25, 5]);
  const failed = recorded?.results.verdicts.filter(
    ({ outcome, level }) => outcome === 'fail' && level !== 'MAY',
  );
  expect(failed).toEqual([]);
});

test('what names one request is kept, and is no credential', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const key = 'retry-7f3c1a52-9b1e-4f0e-8a4e-2f9b7c6d5e41';
  const { leftOut } = await watched(folder, 1 << 20, [afterCalls(0, [['idempotency-key', [key]]])]);
  expect(textIn(folder)).toContain(key);
  expect(leftOut).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('of keys that change with every request, the latest are looked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const keys = Array.from({ length: 120 }, (_, at) => `own key ${1_000_000_000 + at}`);
  const shown = keys.map((key) => afterCalls(0, [['authorization', [key]]]));
  const [oldest = '', latest = ''] = [keys[0], keys.at(-1)];
  await watched(folder, 1 << 20, [...shown, { ...afterCalls(0, []), failure: `${oldest}, ${latest}` }]);
  const text = textIn(folder);
  rmSync(folder, { recursive: true });
  expect(text).toContain(oldest);
  expect(text).not.toContain(latest);
});

test('requests that are longer than what is kept name the option', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-traffic-'));
  const traffic = new WatchedTraffic({
    folder,
    startedAt: new Date(),
    failOn: 'must',
    recorded: false,
    keptBytes: 9,
    keepSecrets: false,
    onFound: () => {},
  });
  const request = {
    method: 'POST',
    url: 'http://127.0.0.1:9/v1/chat/completions',
    headers: [],
    body: new TextEncoder().encode('{"model":'),
  };
  await traffic.take({ exchange: { request, response: null, failure: 'lost' }, requestCut: true });
  const { leftOut, incomplete } = traffic.finish();
  expect([...leftOut, incomplete]).toEqual([
    'not judged: 1 exchange: requests that are longer than what --max-body keeps (127.0.0.1:9: 1)',
    'no model is asked in 1 exchange of 1 recording; keep more of each request with --max-body',
  ]);
  rmSync(folder, { recursive: true });
});
