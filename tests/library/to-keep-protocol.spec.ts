import {
  describeFindings,
  type GivenExchange,
  type JudgedEvidence,
  judgeExchanges,
  judgeRecordings,
  type KeepProtocolOptions,
  SuiteError,
  toKeepProtocol,
} from '../../src/library/index.ts';
import { expect as base, test } from '../support/test.ts';

const expect = base.extend({ toKeepProtocol });

const CONFORMING = judgeRecordings('cassettes/local/reference/weather.streaming.yaml');
/** Fails one SHOULD. */
const FAILING = judgeRecordings('cassettes/openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml');
const REQUEST: GivenExchange['request'] = {
  url: 'https://llm.example.org/v1/chat/completions',
  body: { model: 'm', messages: [{ role: 'user', content: 'Hello' }] },
};
const refusedWith = (status: number, message: string): GivenExchange => ({
  request: REQUEST,
  response: {
    status,
    headers: { 'content-type': 'application/json' },
    body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
  },
});
const REFUSED = refusedWith(400, 'No tools here.');
const WRONG_KEY = refusedWith(401, 'Wrong key.');
const EMBEDDINGS: GivenExchange = {
  request: { url: 'https://llm.example.org/v1/embeddings', body: {} },
  response: { body: {} },
};

const passedIn = ({ conversations: [conversation] }: JudgedEvidence) => conversation?.passed.length;

test('a provider that keeps the protocol passes, and the message counts what passed', () => {
  const result = toKeepProtocol(CONFORMING, { failOn: 'should' });
  const text = `the provider kept the protocol: no check failed, ${passedIn(CONFORMING)} passed (MUST and SHOULD)`;
  expect({ ...result, message: result.message() }).toEqual({
    name: 'toKeepProtocol',
    pass: true,
    message: text,
  });
  expect(() => expect(CONFORMING).not.toKeepProtocol({ failOn: 'should' })).toThrow(text);
});

test('a failure of the level fails with every finding, a weaker one or one that is excepted does not', () => {
  const result = toKeepProtocol(FAILING, { failOn: 'should' });
  const text = [
    `the provider broke the protocol: 1 failed, ${passedIn(FAILING)} passed (MUST and SHOULD)`,
    describeFindings(FAILING),
  ].join('\n\n');
  expect({ ...result, message: result.message() }).toEqual({
    name: 'toKeepProtocol',
    pass: false,
    message: text,
  });
  expect(() => expect(FAILING).toKeepProtocol({ failOn: 'should' })).toThrow(text);
  expect(FAILING).not.toKeepProtocol({ failOn: 'should' });
  expect(FAILING).toKeepProtocol();
  expect(FAILING).toKeepProtocol({ failOn: 'should', except: { 'cost/matches-upstream': 'a fee is kept' } });
});

test('refusals alone are judged where they are what was wanted', () => {
  expect([REFUSED]).toKeepProtocol({ acceptRefusals: true });
});

for (const status of [401, 402, 403, 407, 408, 429, 500]) {
  test(`never green, even where refusals are wanted: ${status} to everything`, () => {
    expect(() => toKeepProtocol([refusedWith(status, 'No.')], { acceptRefusals: true })).toThrow(
      new SuiteError(`nothing was judged of ${CALLED}: exchange 1: HTTP ${status}: No.`),
    );
  });
}

const BROKEN: JudgedEvidence = {
  ...CONFORMING,
  conversations: CONFORMING.conversations.map((conversation) => ({
    ...conversation,
    verdicts: [
      {
        check: 'ids/present',
        level: 'MUST',
        subject: 'provider',
        outcome: 'error',
        findings: [],
        findingCount: 0,
        reason: 'the check broke on exchange 1: TypeError: no',
      },
    ],
  })),
};
const CALLED = 'llm.example.org/m, Chat Completions, buffered, 1 exchange';

/** What is no verdict on the provider, and the first line of what is said. */
const unjudged: readonly (readonly [
  name: string,
  JudgedEvidence | readonly GivenExchange[],
  message: string,
])[] = [
  [
    'no exchange',
    [],
    'nothing was judged: there is no exchange; did the client send its requests through the recorder?',
  ],
  [
    'other traffic',
    [EMBEDDINGS, EMBEDDINGS],
    "nothing was judged: llm.example.org: embeddings (2); name the wire format, such as { dialect: 'openai-chat' }",
  ],
  [
    'a request without a response',
    [{ request: REQUEST, response: null, failure: 'no connection' }],
    `nothing was judged of ${CALLED}: exchange 1: no connection`,
  ],
  [
    'a refusal',
    [REFUSED],
    `nothing was judged of ${CALLED}: exchange 1: HTTP 400: No tools here.; { acceptRefusals: true } judges refusals`,
  ],
  ['a wrong key', [WRONG_KEY], `nothing was judged of ${CALLED}: exchange 1: HTTP 401: Wrong key.`],
  ['a recording that cannot be read', judgeRecordings('nowhere'), 'not every recording could be read'],
  ['a check that broke', BROKEN, 'a check broke, which is a bug of toolcall-conformance'],
];
for (const [name, received, message] of unjudged) {
  test(`never green, nor red by .not: ${name}`, () => {
    const firstLine = new RegExp(`^${message.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}$`, 'mu');
    expect(() => expect(received).toKeepProtocol()).toThrow(firstLine);
    expect(() => expect(received).not.toKeepProtocol()).toThrow(firstLine);
  });
}

test('a conversation that came to nothing is told beside the failures of another', () => {
  const refused = judgeExchanges([REFUSED]);
  const both = { ...FAILING, conversations: [...FAILING.conversations, ...refused.conversations] };
  const nothing = `nothing was judged of ${CALLED}: exchange 1: HTTP 400: No tools here.; { acceptRefusals: true } judges refusals`;
  expect(() => toKeepProtocol(both, { failOn: 'should' })).toThrow(
    new SuiteError(`${nothing}\n\n${describeFindings(FAILING)}`),
  );
});

/** Options as JavaScript may bring them. */
const wrong: readonly (readonly [options: string, message: string])[] = [
  ['{"failOn":"never"}', 'toKeepProtocol: failOn: unknown value "never"; known: must, should'],
  ['{"failon":"must"}', 'toKeepProtocol: failon: unknown key; did you mean "failOn"?'],
  ['{"extensions":["azure"]}', 'toKeepProtocol: extensions.0: expected "openrouter"'],
  [
    '{"except":{"id/present":"known"}}',
    'toKeepProtocol: except: no check "id/present"; did you mean "ids/present"?',
  ],
  ['{"dialect":"openai"}', 'dialect "openai" is unknown; known: openai-chat, openai-responses'],
];
for (const [options, message] of wrong) {
  test(`one clear error for the options ${options}`, () => {
    const given: KeepProtocolOptions = JSON.parse(options);
    expect(() => toKeepProtocol([], given)).toThrow(new SuiteError(message));
  });
}
