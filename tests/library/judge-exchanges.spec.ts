import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialects } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import {
  type ConversationVerdicts,
  describeFindings,
  type GivenExchange,
  judgeExchanges,
  judgeRecordings,
  listChecks,
  SuiteError,
} from '../../src/library/index.ts';
import { expect, test } from '../support/test.ts';

const CHAT = 'https://llm.example.org/v1/chat/completions';
/** A buffered answer with a call, and one that came streamed. */
const BUFFERED = exchangeIn('cassettes/local/reference/weather.buffered.yaml');
const STREAMED = exchangeIn('cassettes/local/reference/weather.streaming.yaml');

function exchangesIn(file: string): Exchange[] {
  return (readRecording(readFileSync(file), file) ?? []).map(({ exchange }) => exchange);
}

function exchangeIn(file: string): Exchange & { response: NonNullable<Exchange['response']> } {
  const [first] = exchangesIn(file);
  if (first?.response === null || first?.response === undefined) throw new Error(`${file} has no answer`);
  return { ...first, response: first.response };
}

const recordings = ['cassettes/openrouter', 'cassettes/local'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:weather|sequential-calls)\.[a-z]+\.yaml$/u.test(file))
    .map((file) => join(folder, file)),
);
for (const file of recordings) {
  test(`what is given is judged as its recording is: ${file}`, () => {
    const recorded = judgeRecordings(file);
    const unplaced = recorded.conversations.map((conversation) => ({
      ...conversation,
      file: null,
      exchanges: conversation.exchanges.map(({ number }) => ({ number, line: null })),
    }));
    expect(judgeExchanges(exchangesIn(file))).toEqual({ ...recorded, conversations: unplaced });
    expect(recorded.conversations.map((conversation) => conversation.file)).toEqual([file]);
  });
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const copy = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;
const requests: Readonly<Record<string, GivenExchange['request']>> = {
  text: { ...BUFFERED.request, body: text(BUFFERED.request.body) },
  'an ArrayBuffer': { ...BUFFERED.request, body: copy(BUFFERED.request.body) },
  'parsed JSON': { ...BUFFERED.request, body: JSON.parse(text(BUFFERED.request.body)) },
  'no method and no headers': { url: BUFFERED.request.url, body: BUFFERED.request.body },
};
for (const [form, request] of Object.entries(requests)) {
  test(`a request may be given as ${form}`, () => {
    expect(judgeExchanges([{ ...BUFFERED, request }])).toEqual(judgeExchanges([BUFFERED]));
  });
}

const pairs = BUFFERED.response.headers.map(([name, values]): [string, string] => [name, values.join(', ')]);
const responses: Readonly<Record<string, Partial<NonNullable<GivenExchange['response']>>>> = {
  'its body as text': { body: text(BUFFERED.response.body) },
  'its headers as Headers': { headers: new Headers(pairs) },
  'its headers as pairs': { headers: pairs },
  'its headers as an object': { headers: { ...Object.fromEntries(pairs), 'x-none': undefined } },
};
for (const [form, given] of Object.entries(responses)) {
  test(`a response may be given with ${form}`, () => {
    const exchange = { ...BUFFERED, response: { ...BUFFERED.response, ...given } };
    expect(judgeExchanges([exchange])).toEqual(judgeExchanges([BUFFERED]));
  });
}

test('nothing is claimed of the bytes of parsed JSON', () => {
  const body = JSON.parse(text(BUFFERED.response.body));
  const judged = judgeExchanges([{ ...BUFFERED, response: { ...BUFFERED.response, body } }]);
  expect(judged.conversations[0]?.notApplicable).toContain('shape/json-padding');
});

test('a stream may be given as text, and without headers nothing is claimed of them', () => {
  const { status, body } = STREAMED.response;
  const given = { request: STREAMED.request, response: { status, body: text(body) } };
  const [conversation] = judgeExchanges([given]).conversations;
  expect(conversation?.delivery).toBe('streaming');
  expect(verdictOf(conversation, 'framing/content-type')).toBe(
    'inconclusive: exchange 1: the recording kept no Content-Type',
  );
  expect(conversation?.passed).toContain('ids/present');
});

test('exchanges of several conversations, in any order, and traffic that no dialect judges', () => {
  const embeddings = { request: { url: 'https://llm.example.org/v1/embeddings', body: {} }, response: null };
  const models = {
    request: { url: 'https://llm.example.org/v1/models', method: 'get' },
    response: { body: { data: [] } },
  };
  const { conversations, skipped, unreadable } = judgeExchanges([
    embeddings,
    STREAMED,
    models,
    ...exchangesIn('cassettes/local/reference/weather.buffered.yaml'),
    embeddings,
  ]);
  expect(
    conversations.map(({ delivery, exchanges }) => [delivery, exchanges.map(({ number }) => number)]),
  ).toEqual([
    ['streaming', [2]],
    ['buffered', [4, 5]],
  ]);
  expect(skipped).toEqual([
    { host: 'llm.example.org', kind: 'embeddings', exchanges: 2 },
    { host: 'llm.example.org', kind: 'models', exchanges: 1 },
  ]);
  expect(unreadable).toEqual([]);
});

test('a named dialect judges wherever it is served, and extensions may be named too', () => {
  const elsewhere = {
    ...BUFFERED,
    request: { ...BUFFERED.request, url: 'https://llm.example.org/models/my-model/predict' },
  };
  const dialect = 'openai-chat';
  const [conversation] = judgeExchanges([elsewhere], { dialect }).conversations;
  expect(conversation?.target).toBe('llm.example.org/reference');
  expect(conversation?.passed).toEqual(judgeExchanges([BUFFERED]).conversations[0]?.passed);
  const [extended] = judgeExchanges([elsewhere], { dialect, extensions: ['openrouter'] }).conversations;
  expect(conversation?.notApplicable).toContain('routing/provider-reported');
  expect(extended?.passed).toContain('routing/provider-reported');
});

test('a named dialect leaves out what it knows and does not judge', () => {
  const count = {
    request: { url: 'https://llm.example.org/v1/messages/count_tokens', body: {} },
    response: null,
  };
  expect(judgeExchanges([count], { dialect: 'anthropic-messages' })).toEqual({
    conversations: [],
    skipped: [{ host: 'llm.example.org', kind: 'token counting', exchanges: 1 }],
    unreadable: [],
  });
});

/** Input as JavaScript may bring it, and what is said of it. */
const wrong: readonly (readonly [name: string, judge: () => unknown, message: string])[] = [
  [
    'a promise',
    () => judgeExchanges(JSON.parse('{}')),
    'the exchanges are no list; give an array, such as await recorder.exchanges()',
  ],
  [
    'an unknown dialect',
    () => judgeExchanges([], { dialect: 'openai-chats' }),
    'dialect "openai-chats" is unknown; did you mean "openai-chat"?',
  ],
  [
    'a body that is a stream',
    () => judgeExchanges([BUFFERED, { request: { url: CHAT, body: new ReadableStream() }, response: null }]),
    'exchange 2: request.body is neither text, bytes nor JSON; read it first, as exchangeFrom does with a Request or a Response',
  ],
  [
    'a body that is no gzip',
    () =>
      judgeExchanges([
        {
          request: { url: CHAT },
          response: {
            body: Buffer.from([0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0]),
            headers: { 'content-encoding': 'gzip' },
          },
        },
      ]),
    'exchange 1: response.body cannot be decompressed (unknown compression method); give it as the client read it',
  ],
];
for (const [name, judge, message] of wrong) {
  test(`one clear error for ${name}`, () => {
    expect(judge).toThrow(new SuiteError(message));
  });
}

test('a recording that cannot be read is told, and nothing is thrown', () => {
  expect(judgeRecordings(['nowhere'])).toEqual({
    conversations: [],
    skipped: [],
    unreadable: [
      { file: 'nowhere', problem: 'nowhere: does not exist; name a recording or a folder of recordings' },
    ],
  });
});

test('findings as text name the conversation, the recording, the rule, its authorities and the place', () => {
  const file = 'cassettes/openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml';
  const check = listChecks().find(({ id }) => id === 'cost/matches-upstream');
  expect(describeFindings(judgeRecordings(file))).toBe(
    [
      `openrouter.ai/qwen/qwen3-235b-a22b-2507, Chat Completions, streaming, 2 exchanges in ${file}`,
      'SHOULD cost/matches-upstream: fail',
      `  rule      ${check?.title}`,
      ...(check?.authority ?? []).map(({ name, promise, url }) => `  by        ${name}: ${promise} ${url}`),
      '  at        exchange 1, event 5, usage.cost: the cost is 0.65 of the upstream parts',
      '    found     0.0000375245',
      '    expected  0.000057730000000000005 US dollars',
    ].join('\n'),
  );
});

for (const dialect of [undefined, ...dialects().map(({ id }) => id)]) {
  test(`the checks of ${dialect ?? 'all dialects'} as a list`, () => {
    const listed = listChecks(dialect);
    const rules = dialects().flatMap(({ id, rules }) => (id === (dialect ?? id) ? rules : []));
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(rules.map(({ id }) => id)));
    for (const { id, title, level, impact, subject, authority, dialects: having } of listed) {
      const rule = rules.find((each) => each.id === id);
      expect({ id, title, level, impact, subject, authority }).toEqual({
        id,
        title: rule?.title,
        level: rule?.level,
        impact: rule?.impact,
        subject: rule?.subject,
        authority: rule?.authority,
      });
      expect(having).toEqual(
        dialects()
          .filter((each) => each.rules.some((own) => own.id === id))
          .map((each) => each.id),
      );
    }
  });
}

function verdictOf(conversation: ConversationVerdicts | undefined, check: string): string {
  const verdict = conversation?.verdicts.find((each) => each.check === check);
  return `${verdict?.outcome}: ${verdict?.reason}`;
}
