/** Long files, of which no more is in memory than what is judged at the time: they are judged as shorter ones are. */
import { type AuditedConversation, AuditedEvidence, AuditedFiles } from '../../src/audit/files.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import { MOST_KEPT_BYTES } from '../../src/evidence/recordings/recorded.ts';
import { NOTHING_BESIDE, type PartOfFile } from '../../src/evidence/recordings/source.ts';
import { bytesOf, textOf } from '../support/recording-samples.ts';
import { RECORDED, recordedWith } from '../support/recording-verdicts.ts';
import { httpmockDocument, wiremockMapping } from '../support/recording-writers.ts';
import { expect, test } from '../support/test.ts';

const FILE = { shown: 'a', name: 'a', path: 'a', explicit: true };
/** Of three bytes each, so that a reader has fewer characters to go through. */
const PADDING = '…'.repeat(MOST_KEPT_BYTES / 3);
const EXCHANGES = [RECORDED, recordedWith('reference+anthropic-messages')].flatMap((recorded) =>
  Object.values(recorded).flat(),
);

/** Of several conversations, in two dialects, the same file short and long. */
const LONG: Readonly<Record<string, (padding: string) => string>> = {
  HAR: (padding) => JSON.stringify({ log: { creator: { name: padding }, entries: EXCHANGES.map(harEntry) } }),
  'exchange lines': (padding) =>
    [...EXCHANGES.map(exchangeLine), JSON.stringify({ exchange: 1, padding, ...unanswered() })].join('\n'),
  'go-vcr': (padding) => `${cassette()}# ${padding}\n`,
  'VCR.py': (padding) => `interactions:\n${EXCHANGES.map(pythonItem).join('')}version: 1\n# ${padding}\n`,
  'VCR for Ruby': (padding) =>
    `http_interactions:\n${EXCHANGES.map(rubyItem).join('')}recorded_with: VCR 6.3.1\n# ${padding}\n`,
  'go-vcr in JSON': (padding) =>
    JSON.stringify({ interactions: EXCHANGES.map(goInteraction), version: 2, padding }),
  Betamax: (padding) =>
    JSON.stringify({ http_interactions: EXCHANGES.map(rubyInteraction), recorded_with: padding }),
  WireMock: (padding) => JSON.stringify({ mappings: EXCHANGES.map(wiremockMapping), padding }),
  httpmock: (padding) => `${EXCHANGES.map(httpmockDocument).join('---\n')}# ${padding}\n`,
  nock: (padding) =>
    JSON.stringify(
      EXCHANGES.map((exchange, at) => ({ ...definition(exchange), padding: at === 0 ? padding : '' })),
    ),
};

for (const [format, write] of Object.entries(LONG)) {
  test(`${format}: a long file is judged as a short one`, () => {
    const [short, long] = [audited(write('x'), true), audited(write(PADDING), true)];
    expect(short.conversations.length).toBeGreaterThan(5);
    expect(long).toEqual(short);
  });

  test(`${format}: the exchanges of a long file are read when they are asked for`, () => {
    const isReadAgain = (padding: string) => {
      const bytes = bytesOf(write(padding));
      const recording = readRecording(bytes, 'a', () => false, NOTHING_BESIDE, partOf(bytes)) ?? [];
      return new Set(recording.map((exchange) => exchange.isReadAgain));
    };
    expect(isReadAgain('x')).toEqual(new Set([undefined]));
    expect(isReadAgain(PADDING)).toEqual(new Set([true]));
  });
}

test('an exchange of a long file that cannot be read is told as in a short one', () => {
  const [first = '', second = '', ...others] = cassette().split('    code: 200');
  const broken = (padding: string) =>
    `${first}    code: 200${second}    code: none${others.join('    code: 200')}${padded(padding)}`;
  const long = audited(broken(PADDING), true);
  expect(long).toEqual(audited(broken('x'), true));
  expect(long.unreadable).toEqual([
    {
      file: 'a',
      problem: expect.stringMatching(/^a:\d+: interactions\[1\]\.response\.code is not an HTTP status; /u),
    },
  ]);
});

test('an exchange of a long file that another one is an alias of is read with it', () => {
  const anchored = (padding: string) =>
    cassette()
      .replace(/ {4}method: POST/u, '    method: &method POST')
      .replaceAll('    method: POST', '    method: *method')
      .concat(padded(padding));
  const long = audited(anchored(PADDING), true);
  expect(long.unreadable).toEqual([]);
  expect(long).toEqual(audited(anchored('x'), true));
});

test('the conversations of a file are read again from it once', () => {
  const bytes = bytesOf(cassette());
  const places = audited(cassette(), true).conversations.map(({ place }) => place);
  let read = 0;
  const evidence = new AuditedEvidence();
  const again = places.map((place) =>
    evidence.exchangesAt(
      place,
      () => {
        read += 1;
        return bytes;
      },
      NOTHING_BESIDE,
    ),
  );
  expect([read, again.flat().length]).toEqual([1, EXCHANGES.length]);
});

test('a long file that changes while it is judged is named, and no conversation of it stands twice', () => {
  const bytes = bytesOf(`${cassette()}${padded(PADDING)}`);
  const taken: string[] = [];
  const files = new AuditedFiles([FILE.name], ({ result }) => taken.push(result.conversation.scenario));
  const partOf: PartOfFile = (start, end) => (taken.length < 2 ? bytes.slice(start, end) : bytesOf('- cut'));
  files.add(FILE, () => bytes, partOf);
  expect(files.finish([]).unreadable).toEqual([
    { file: 'a', problem: 'a: changed while it was read; judge it again when nothing writes it' },
  ]);
  expect(taken).toEqual(['a', 'a#2']);
});

function padded(padding: string): string {
  return `# ${padding}\n`;
}

function audited(text: string, inParts: boolean) {
  const bytes = bytesOf(text);
  const conversations: AuditedConversation[] = [];
  const files = new AuditedFiles([FILE.name], (conversation) => conversations.push(conversation));
  files.add(FILE, () => bytes, inParts ? partOf(bytes) : undefined);
  return { conversations, ...files.finish([]) };
}

function partOf(bytes: Uint8Array): PartOfFile {
  return (start, end) => bytes.slice(start, end);
}

function cassette(): string {
  return textOf(bytesOf(formatCassette({ interactions: EXCHANGES.map((exchange) => ({ exchange })) })));
}

/** JSON is YAML. */
function item(request: object, response: object): string {
  return `- request: ${JSON.stringify(request)}\n  response: ${JSON.stringify(response)}\n`;
}

function pythonItem({ request: { method, url, body }, response }: Exchange): string {
  return item(
    { method, uri: url, headers: {}, body: textOf(body) },
    {
      status: { code: response?.status, message: '' },
      headers: Object.fromEntries(response?.headers ?? []),
      body: { string: textOf(response?.body ?? bytesOf('')) },
    },
  );
}

function rubyItem(exchange: Exchange): string {
  const { request, response } = rubyInteraction(exchange);
  return item(request, response);
}

function rubyInteraction({ request: { method, url, body }, response }: Exchange) {
  const bodyOf = (bytes: Uint8Array) => ({ encoding: 'UTF-8', string: textOf(bytes) });
  return {
    request: { method, uri: url, headers: {}, body: bodyOf(body) },
    response: {
      status: { code: response?.status, message: '' },
      headers: Object.fromEntries(response?.headers ?? []),
      body: bodyOf(response?.body ?? bytesOf('')),
    },
  };
}

function goInteraction({ request: { method, url, body }, response }: Exchange): object {
  return {
    request: { method, url, headers: {}, body: textOf(body) },
    response: {
      code: response?.status,
      headers: Object.fromEntries(response?.headers ?? []),
      body: textOf(response?.body ?? bytesOf('')),
    },
  };
}

function definition({ request: { method, url, body }, response }: Exchange): object {
  const { origin, pathname, search } = new URL(url);
  return {
    scope: origin,
    method,
    path: pathname + search,
    body: textOf(body),
    status: response?.status,
    response: textOf(response?.body ?? bytesOf('')),
    rawHeaders: Object.fromEntries(
      (response?.headers ?? []).map(([name, values]) => [name, values.join(', ')]),
    ),
  };
}

function harEntry({ request, response }: Exchange): object {
  const fields = (headers: Exchange['request']['headers']) =>
    headers.flatMap(([name, values]) => values.map((value) => ({ name, value })));
  return {
    request: { ...request, headers: fields(request.headers), postData: { text: textOf(request.body) } },
    response: {
      status: response?.status,
      headers: fields(response?.headers ?? []),
      content: { text: textOf(response?.body ?? new Uint8Array()) },
    },
  };
}

function exchangeLine({ request, response }: Exchange): string {
  return JSON.stringify({
    exchange: 1,
    request: { ...request, headers: Object.fromEntries(request.headers), body: textOf(request.body) },
    response: response && {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: textOf(response.body),
    },
  });
}

function unanswered(): object {
  return { request: { url: 'https://llm.test/v1/models' }, response: null, failure: 'refused' };
}
