import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { chunksOf, readStream } from '../../../src/evidence/frames/event-stream.ts';
import {
  base64,
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { headersOf, testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

const LINE = { exchange: 1, request: { url: URL, body: SENT }, response: { body: RECEIVED } };

function lines(...given: readonly object[]): string {
  return given.map((line) => `${JSON.stringify(line)}\n`).join('');
}

testSamples([
  ['a line of text', lines(LINE), 1],
  [
    'a line of bytes, behind an empty one',
    `\n${lines({
      exchange: 1,
      request: { method: 'post', url: URL, headers: { Accept: '*/*' }, body: { base64: base64(SENT) } },
      response: {
        status: 200,
        headers: { 'Content-Type': ['application/json'] },
        body: { base64: base64(RECEIVED) },
      },
      ms: 12,
      kept: 'by a client of ours',
    })}`,
    2,
  ],
]);

test('a long number that a recorder kept as a value is written as the double that it is', () => {
  const json = '{"short":12,"long":9007199254740993,"text":"9007199254740993","huge":1e+30}';
  const line = `{"exchange":1,"request":{"url":"${URL}","body":{"json":${json}}},"response":{"body":{"json":{}}}}\n`;
  const [recorded] = read(line) ?? [];
  expect(textOf(recorded?.exchange.request.body)).toBe(
    '{"short":12,"long":9007199254740992e0,"text":"9007199254740993","huge":1e+30}',
  );
});

test('values and messages are no bytes, and a line without the body of its request says nothing of it', () => {
  const kept = (body: object, request: object = { url: URL, body: { json: JSON.parse(SENT) } }) => {
    const [recorded] = read(lines({ exchange: 1, request, response: { body } })) ?? [];
    return [recorded?.fidelity, recorded?.requestUnknown ?? false, textOf(recorded?.exchange.response?.body)];
  };
  const message = { role: 'assistant', content: null, tool_calls: [] };
  const madeBy = (model?: string) =>
    JSON.stringify({
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
    });
  expect([
    kept({ json: { id: 1 } }),
    kept({ json: { id: 1 } }, { url: URL }),
    kept({ events: [{ a: 1 }, { b: 2 }] }),
    kept({ message }),
    kept({ message }, { url: URL, body: { json: { messages: [], tools: [] } } }),
  ]).toEqual([
    ['values', false, '{"id":1}'],
    ['values', true, '{"id":1}'],
    ['values', false, 'data: {"a":1}\n\ndata: {"b":2}\n\n'],
    ['messages', true, madeBy('m')],
    ['messages', false, madeBy()],
  ]);
});

test('what never came has no response', () => {
  const [recorded] = read(lines({ ...LINE, response: null, failure: 'timed out', ms: 30 })) ?? [];
  expect(recorded?.exchange).toMatchObject({ response: null, failure: 'timed out', ms: 30 });
});

testBrokenFiles([
  [
    'half a line',
    lines(LINE, LINE).slice(0, -20),
    /^x:2: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'a line without its address',
    lines(LINE, { ...LINE, request: {} }),
    'x:2: request.url is missing; restore the file, or record it again',
  ],
  [
    'another version',
    '{"exchange":2}',
    'x:1: exchange is not as a recorder writes it; restore the file, or record it again',
  ],
  [
    'half a surrogate pair',
    lines({ ...LINE, response: { body: '\ud800' } }),
    'x:1: response.body holds half of a surrogate pair; keep such bytes in base64',
  ],
]);

testSameVerdicts(
  'values',
  (exchanges) =>
    lines(
      ...exchanges.map(({ request, response }) => ({
        exchange: 1,
        request: { url: request.url, body: { json: JSON.parse(textOf(request.body)) } },
        response: { headers: headersOf(response?.headers ?? []), body: valuesOf(textOf(response?.body)) },
      })),
    ),
  'part',
);

testSameVerdicts(
  'messages',
  (exchanges) =>
    lines(
      ...exchanges.map(({ request, response }) => ({
        exchange: 1,
        request: { url: request.url, body: { json: JSON.parse(textOf(request.body)) } },
        response: { body: messageOf(textOf(response?.body)) },
      })),
    ),
  'part',
);

function valuesOf(body: string): object {
  return body.startsWith('{') ? { json: JSON.parse(body) } : { events: eventsOf(body) };
}

/** Returns the message of a buffered answer, or the events of a streamed one. */
function messageOf(body: string): object {
  return body.startsWith('{') ? { message: JSON.parse(body).choices[0].message } : valuesOf(body);
}

function eventsOf(body: string): object[] {
  return chunksOf(readStream(Buffer.from(body)).events).map(({ json }) => json);
}

/** Runs each writer of docs/recordings.md unchanged, with an added line that calls it for each exchange. */
const WRITERS: Readonly<Record<string, (code: string, folder: string, given: string) => void>> = {
  ts(code, folder, given) {
    const file = join(folder, 'writer.mjs');
    const call = `import { readFileSync } from 'node:fs';
for (const { request, response } of JSON.parse(readFileSync(${JSON.stringify(given)}, 'utf8'))) {
  record(${JSON.stringify(join(folder, 'out'))}, request, response);
}`;
    writeFileSync(file, transformSync(`${code}\n${call}\n`, { loader: 'ts' }).code);
    execFileSync(process.execPath, [file]);
  },
  python(code, folder, given) {
    const call = `
for one in json.load(open(${JSON.stringify(given)}, encoding="utf-8")):
    sent, came = one["request"], one["response"]
    record(${JSON.stringify(join(folder, 'out'))}, sent["url"], sent["body"], came["status"], came["headers"], came["body"])
`;
    writeFileSync(join(folder, 'writer.py'), `${code}\n${call}`);
    execFileSync('python3', [join(folder, 'writer.py')]);
  },
};

for (const [language, run] of Object.entries(WRITERS)) {
  if (language === 'python' && !hasPython()) continue;
  testSameVerdicts(`the writer in ${language}`, (exchanges) => {
    const folder = mkdtempSync(join(tmpdir(), 'writer-'));
    try {
      const given = exchanges.map(({ request, response }) => ({
        request: { url: request.url, body: textOf(request.body) },
        response: {
          status: response?.status,
          headers: headersOf(response?.headers ?? []),
          body: textOf(response?.body),
        },
      }));
      writeFileSync(join(folder, 'given.json'), JSON.stringify(given));
      run(codeIn('docs/recordings.md', language), folder, join(folder, 'given.json'));
      return readFileSync(join(folder, 'out'), 'utf8');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function codeIn(file: string, language: string): string {
  const [, code = ''] =
    new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'u').exec(readFileSync(file, 'utf8')) ?? [];
  return code;
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
