import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { audit } from '../../src/audit/audit.ts';
import { runAudit } from '../../src/audit/run-audit.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { formatResults } from '../../src/results/jsonl.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const USER = { role: 'user', content: 'How warm is it?' };
const call = (id: string, more: object = {}) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: '{}' },
  ...more,
});

/** A streamed chat exchange that conforms, changed by the given edit of its chunks. */
function chat(
  messages: readonly object[],
  delta: object,
  finish: string,
  edit = (text: string) => text,
): Exchange {
  const basis = { id: 'a', object: 'chat.completion.chunk', created: 1, model: 'm' };
  const chunks = [
    { ...basis, choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null }] },
    { ...basis, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
  ];
  const body = `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
  const request = { model: 'm', stream: true, messages, tools };
  return {
    request: {
      method: 'POST',
      url: 'https://llm.test/v1/chat/completions',
      headers: [],
      body: bytesOf(JSON.stringify(request)),
    },
    response: {
      status: 200,
      headers: [['Content-Type', ['text/event-stream']]],
      body: bytesOf(edit(body)),
      provenComplete: false,
    },
  };
}

const ASK = chat([USER], { tool_calls: [call('call_1', { index: 0 })] }, 'tool_calls');
const history = (id: string) => [
  USER,
  { role: 'assistant', tool_calls: [call(id)] },
  { role: 'tool', tool_call_id: id, content: '40' },
];
const ANSWER = chat(history('call_1'), { content: 'Warm.' }, 'stop');
const UNFINISHED = chat([USER], { content: 'Warm.' }, 'stop', (body) => body.replace('data: [DONE]\n\n', ''));
const REWRITTEN = chat(history('other'), { content: 'Warm.' }, 'stop');
const UNPORTABLE = chat([USER], { tool_calls: [call('weather:0', { index: 0 })] }, 'tool_calls');
const EMBEDDING: Exchange = {
  ...ASK,
  request: {
    ...ASK.request,
    url: 'https://other.test/v1/embeddings',
    body: Buffer.from(JSON.stringify({ model: 'm', input: 'Warm?' })),
  },
};
const BODILESS = chat([USER], {}, 'stop', () => '');
const ERRING = chat(
  [USER],
  {},
  'stop',
  () => 'data: {"error":{"message":"No upstream.","code":502}}\n\ndata: [DONE]\n\n',
);
const REFUSED: Exchange = {
  ...ASK,
  response: {
    status: 401,
    headers: [['Content-Type', ['application/json']]],
    body: bytesOf(
      JSON.stringify({ error: { message: 'No such key.', type: 'auth', code: null, param: null } }),
    ),
    provenComplete: true,
  },
};

const goVcr = (...exchanges: Exchange[]) =>
  formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) });

/** Columns enough for every line. */
const WIDE = 1000;

let folder = '';

test.beforeEach(() => {
  folder = test.info().outputPath('recordings');
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

const at = (name: string) => path.join(folder, name);
const shown = (name: string) => path.relative('', at(name));
const keysOf = (paths: readonly string[]) =>
  audit(paths).results.conversations.map(({ target, scenario }) => `${target} ${scenario}`);

test('judges what it finds, in order, and can be read back', () => {
  write({ 'b.yaml': goVcr(ASK, ANSWER, ASK), 'a/c.yaml': goVcr(ANSWER), 'README.md': '# Recordings' });
  const audited = audit([folder], new Date(0));
  const { results, recordings, notRecordings, unreadable, skipped } = audited;
  expect(
    results.conversations.map(({ target, scenario, delivery, exchanges, cassette }) => [
      target,
      scenario,
      delivery,
      exchanges,
      cassette,
    ]),
  ).toEqual([
    ['llm.test/m', 'a/c.yaml', 'streaming', 1, 'a/c.yaml'],
    ['llm.test/m', 'b.yaml', 'streaming', 2, 'b.yaml'],
    ['llm.test/m', 'b.yaml#2', 'streaming', 1, 'b.yaml'],
  ]);
  expect({ recordings, notRecordings, unreadable, skipped }).toEqual({
    recordings: 2,
    notRecordings: 1,
    unreadable: [],
    skipped: [],
  });
  expect(results.run).toMatchObject({
    mode: 'audit',
    startedAt: '1970-01-01T00:00:00.000Z',
    targets: {
      'llm.test/m': { provider: 'llm.test', providerName: 'llm.test', model: 'm', upstream: null },
    },
  });
  expect(parseResults(formatResults(results), 'x').conversations.length).toBe(3);
  expect({ ...results, run: 0 }).toEqual({ ...audit([folder]).results, run: 0 });
});

test('keys are unique whatever the files are called', () => {
  write({
    'one/x.yaml': goVcr(ASK, ASK),
    'two/x.yaml': goVcr(ASK),
    'two/one/x.yaml': goVcr(ASK),
    'two/y.yaml': goVcr(ASK, ASK),
    'two/y.yaml#2': goVcr(ASK),
  });
  const keys = keysOf([at('one'), at('two')]);
  expect(keys.map((key) => key.split(' ')[1])).toEqual([
    'recordings/one/x.yaml',
    'recordings/one/x.yaml#2',
    'two/one/x.yaml',
    'two/x.yaml',
    'y.yaml',
    'y.yaml#3',
    'y.yaml#2',
  ]);
});

test('a file is judged once, however often it is named', () => {
  write({ 'x/a.yaml': goVcr(ASK) });
  symlinkSync(at('x'), at('x/again'));
  expect(keysOf([folder, at('x'), at('x/a.yaml')])).toEqual(['llm.test/m x/a.yaml']);
});

test('what cannot be read is named, and the rest is judged', () => {
  write({
    'a.yaml': goVcr(ASK),
    'broken.yaml': goVcr(ASK).slice(0, 200),
    'notes.json': '{}',
    'image.png': new Uint8Array([0x89, 0x50, 0, 1]),
  });
  const { unreadable, notRecordings, results } = audit([
    folder,
    at('notes.json'),
    at('missing.yaml'),
    at('image.png'),
  ]);
  expect({ unreadable, notRecordings, judged: results.conversations.length }).toEqual({
    unreadable: [
      {
        file: shown('missing.yaml'),
        problem: `${shown('missing.yaml')}: does not exist; name a recording or a folder of recordings`,
      },
      { file: shown('broken.yaml'), problem: expect.stringMatching(/broken\.yaml:\d+: is not whole YAML/) },
      ...['image.png', 'notes.json'].map((name) => ({
        file: shown(name),
        problem: expect.stringMatching(new RegExp(`/${name}: is no recording of .*; leave it out$`)),
      })),
    ],
    notRecordings: 0,
    judged: 1,
  });
});

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
  const { text, leftOut } = runAudit({ paths: [folder], failOn: 'must' });
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
  expect(runAudit({ paths: [folder], failOn: 'must' }).account).toMatchObject({
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
  const { text, leftOut } = runAudit({ paths: [folder], failOn: 'must' });
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
  const lines = stripVTControlCharacters(runAudit({ paths: [folder], failOn: 'must' }).text(WIDE)).split(
    '\n',
  );
  const rows = lines.filter((line) => /^│ llm\.test/u.test(line));
  expect(rows[0]).toMatch(/^│ llm\.test\/worst /u);
  expect(rows).toHaveLength(20);
  expect(lines).toContain('and 3 targets more, none worse than these; --report has all of them');
});

test('no file breaks an audit', () => {
  const whole = bytesOf(goVcr(ASK, ANSWER));
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.uint8Array({ maxLength: 30 }),
      fc.boolean(),
      (cut, noise, goesOn) => {
        const rest = goesOn ? whole.subarray(cut + noise.length) : new Uint8Array();
        write({ 'a.yaml': Buffer.concat([whole.subarray(0, cut), noise, rest]) });
        expect(audit([folder]).results.verdicts.filter(({ outcome }) => outcome === 'error')).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
