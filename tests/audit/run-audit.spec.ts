/** What an audit says at its end, and with which code. */
import { stripVTControlCharacters } from 'node:util';
import { runAudit } from '../../src/audit/run-audit.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import {
  ANSWER,
  ASK,
  BODILESS,
  call,
  chat,
  EMBEDDING,
  ERRING,
  goVcr,
  REFUSED,
  REWRITTEN,
  recordingsOfEachTest,
  UNFINISHED,
  UNPORTABLE,
} from '../support/audited-files.ts';
import { bytesOf } from '../support/conversation-evidence.ts';
import { USER } from '../support/recorded-chats.ts';
import { expect, test } from '../support/test.ts';

const { folder, at, shown, write } = recordingsOfEachTest();

/** Columns enough for every line. */
const WIDE = 1000;

test('the exit code says what happened', () => {
  write({
    'good/a.yaml': goVcr(ASK, ANSWER),
    'must/a.yaml': goVcr(UNFINISHED),
    'should/a.yaml': goVcr(UNPORTABLE),
    'client/a.yaml': goVcr(ASK, REWRITTEN),
    'broken/a.yaml': goVcr(ASK).slice(0, 200),
    'nothing/README.md': '# Nothing',
    'other/a.yaml': goVcr(EMBEDDING),
    'refused/a.yaml': goVcr(REFUSED),
    'erring/a.yaml': goVcr(ERRING),
    'bodiless/a.yaml': goVcr(BODILESS),
    'some-refused/a.yaml': goVcr(REFUSED, ASK),
    'named/a.yaml': goVcr(ASK),
    'named/b.har': '<html>',
  });
  const codes = Object.fromEntries(
    [
      ...['good', 'must', 'should', 'client', 'broken', 'nothing', 'missing'],
      ...['other', 'refused', 'erring', 'bodiless', 'some-refused', 'named'],
    ].map((name) => [
      name,
      (['must', 'should', 'never'] as const).map(
        (failOn) => runAudit({ paths: [at(name)], failOn }).exitCode,
      ),
    ]),
  );
  expect(codes).toEqual({
    good: [0, 0, 0],
    must: [1, 1, 0],
    should: [0, 1, 0],
    client: [0, 0, 0],
    broken: [2, 2, 2],
    nothing: [2, 2, 2],
    missing: [2, 2, 2],
    other: [2, 2, 2],
    refused: [2, 2, 2],
    erring: [2, 2, 2],
    bodiless: [2, 2, 2],
    'some-refused': [0, 0, 0],
    named: [2, 2, 2],
  });
});

test('an audit that judged nothing ends with the cause and the next step', () => {
  write({
    'other/a.yaml': goVcr(EMBEDDING, EMBEDDING),
    'refused/a.yaml': goVcr(REFUSED),
    'erring/a.yaml': goVcr(ERRING),
    'bodiless/a.yaml': goVcr(BODILESS),
    'named/a.yaml': goVcr(ASK),
    'named/b.har': '<html>',
  });
  const lastLine = (name: string) =>
    stripVTControlCharacters(runAudit({ paths: [at(name)], failOn: 'must' }).text(WIDE))
      .split('\n')
      .at(-1);
  expect(['other', 'refused', 'erring', 'bodiless', 'named'].map(lastLine)).toEqual([
    'the run could not be completed: no model is asked in 2 exchanges of 1 recording; name recordings of requests to a model',
    'the run could not be completed: every request was refused with 401: the server wants a key; give the client one that it takes',
    'the run could not be completed: every request was answered with an error under 200 (No upstream.): look at the log of the server',
    'the run could not be completed: the recording has no body of the answer; record it again, with the bodies',
    `the run could not be completed: 1 file could not be read: ${shown('named/b.har')}: is named as a HAR file and cannot be read as one; record it again, or leave it out`,
  ]);
});

test('the account names the place of every failure, and keeps the client apart', () => {
  write({
    'a.yaml': goVcr(UNFINISHED, EMBEDDING),
    'b.yaml': goVcr(ASK, REWRITTEN),
    'c.yaml': 'interactions:\n- request:\n',
  });
  const { text, leftOut } = runAudit({ paths: [folder()], failOn: 'must' });
  const lines = stripVTControlCharacters(text(WIDE))
    .split('\n')
    .filter((line) => !/^[┌├└]/.test(line));
  expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '│ target │ conversations │ passed │ MUST │ SHOULD │ MAY │ inconclusive │ model │ client │ error │',
    expect.stringMatching(/^│ llm\.test\/m │ 2 │ \d+ │ 1 │ 0 │ \d+ │ \d+ │ 0 │ 1 │ 0 │$/),
    'Against the provider',
    'MUST framing/done',
    ' The stream ends with data: [DONE]',
    ' targets llm.test/m (1)',
    ' count 1 conversation',
    expect.stringMatching(
      /^ first .*a\.yaml:4: exchange 1, event 2: the stream ends without \[DONE\]; found .*, expected data: \[DONE\]$/,
    ),
    ` next npx toolcall-conformance audit ${shown('a.yaml')} --verbose`,
    'Against the client that made the recording (never gates)',
    'MUST ids/echoed',
    ' The next request repeats each call id byte for byte, and answers each exactly once',
    ' targets llm.test/m (1)',
    ' count 1 conversation',
    expect.stringMatching(
      /^ first .*b\.yaml:\d\d: exchange 2, request\.messages, first of 2 places: the assistant message/,
    ),
    ` next npx toolcall-conformance audit ${shown('b.yaml')} --verbose`,
    'Judged (exchanges)',
    ' llm.test: Chat Completions: 3',
    '2 conversations (3 exchanges) judged in 2 recordings; 1 unreadable, 0 other files',
    expect.stringMatching(
      /^the run could not be completed: 1 file could not be read: .*c\.yaml:\d: version is missing: the file is cut off/,
    ),
  ]);
  expect(leftOut.map((line) => stripVTControlCharacters(line))).toEqual([
    'not judged: 1 exchange: embeddings (other.test: 1)',
    expect.stringMatching(/^unreadable: .*c\.yaml:\d: version is missing: the file is cut off/),
  ]);
});

test('the account says who failed what, and where', () => {
  write({ 'a.yaml': goVcr(UNFINISHED), 'b.yaml': goVcr(UNFINISHED) });
  expect(runAudit({ paths: [folder()], failOn: 'must' }).account).toMatchObject({
    targets: [
      { target: 'llm.test/m', conversations: 2, provider: { MUST: 2, SHOULD: 0 }, model: 0, client: 0 },
    ],
    failures: [
      {
        subject: 'provider',
        level: 'MUST',
        check: 'framing/done',
        target: 'llm.test/m',
        conversations: 2,
        first: {
          file: shown('a.yaml'),
          line: 4,
          scenario: 'a.yaml',
          delivery: 'streaming',
          exchange: 1,
          event: 2,
          places: 1,
        },
      },
    ],
  });
});

test('what a recording says neither begins a line, nor moves the cursor, nor is a command', () => {
  const rude = '\n::error file=a.ts::PWNED\r\n##[add-mask]x\u2028::debug::\u202e\u001b[2J\u009b';
  const rudely = (text: string) => JSON.stringify(`${text}${rude}`);
  const sent = new TextDecoder().decode(UNFINISHED.request.body);
  const asked = sent.replace('"m"', rudely('m')).replaceAll('"weather"', rudely('weather'));
  const answered = chat([USER], { tool_calls: [call(rude, { index: 0, [rude]: rude })] }, rude, (body) =>
    body.replaceAll('"m"', rudely('m')).replaceAll('"weather"', rudely('weather')),
  );
  const exchange = (url: string) => ({
    ...answered,
    request: { ...answered.request, url, body: bytesOf(asked) },
  });
  write({
    '::error::a.yaml': goVcr(exchange('https://llm.test/v1/chat/completions')),
    '::error::b\n::error::c.yaml': goVcr(exchange('https://llm.test/v1/embeddings')),
    '::error::d\n::error::e.har': '{',
  });
  const { text, leftOut } = runAudit({ paths: [folder()], failOn: 'must' });
  const lines = stripVTControlCharacters([text(60), ...leftOut].join('\n')).split('\n');
  expect(lines.filter((line) => /^\s*::|##\[|[\p{Cc}\p{Bidi_Control}\u2028]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => line.includes('PWNED')).length).toBeGreaterThan(2);
});

test('of many targets the worst are told, and how many more there are', () => {
  const asks = (exchange: Exchange, model: string) => ({
    ...exchange,
    request: {
      ...exchange.request,
      body: bytesOf(new TextDecoder().decode(exchange.request.body).replace('"m"', `"${model}"`)),
    },
  });
  const sound = Array.from({ length: 22 }, (_, number) => [
    `m${number}.yaml`,
    goVcr(asks(ASK, `m${number}`)),
  ]);
  write({ ...Object.fromEntries(sound), 'worst.yaml': goVcr(asks(UNFINISHED, 'worst')) });
  const lines = stripVTControlCharacters(runAudit({ paths: [folder()], failOn: 'must' }).text(WIDE)).split(
    '\n',
  );
  const rows = lines.filter((line) => /^│ llm\.test/u.test(line));
  expect(rows[0]).toMatch(/^│ llm\.test\/worst /u);
  expect(rows).toHaveLength(20);
  expect(lines).toContain('and 3 targets more, none worse than these; --report has all of them');
});
