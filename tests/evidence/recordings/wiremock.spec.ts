import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../../src/audit/audit.ts';
import { CassetteError } from '../../../src/evidence/cassette/cassette.ts';
import { readRecording } from '../../../src/evidence/recordings/read-recording.ts';
import {
  base64,
  bytesOf,
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testDamage,
  textOf,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const PATH = '/v1/chat/completions';

/** Same as WireMock records it. */
function mapping(response: object, request: object = { bodyPatterns: [{ equalToJson: SENT }] }) {
  return {
    id: '0b0f7f0e-6a43-4c9b-9d64-1c6f2b7a9a10',
    name: 'v1_chat_completions',
    request: { url: PATH, method: 'POST', ...request },
    response: { status: 200, headers: { 'Content-Type': 'application/json' }, ...response },
    persistent: true,
  };
}

const FORMS: Readonly<Record<string, readonly [object, fidelity: string, requestUnknown: boolean]>> = {
  'a body as text': [mapping({ body: RECEIVED }), 'bytes', false],
  'a body in base64': [mapping({ base64Body: base64(RECEIVED) }), 'bytes', false],
  'a body as JSON': [mapping({ jsonBody: JSON.parse(RECEIVED) }), 'values', false],
  'a request as JSON': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ equalToJson: JSON.parse(SENT) }] }),
    'bytes',
    false,
  ],
  'a request as text': [mapping({ body: RECEIVED }, { bodyPatterns: [{ equalTo: SENT }] }), 'bytes', false],
  'a request in base64': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ binaryEqualTo: base64(SENT) }] }),
    'bytes',
    false,
  ],
  'a request of any body': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ contains: 'model' }] }),
    'bytes',
    true,
  ],
};

for (const [name, [content, fidelity, isUnknown]] of Object.entries(FORMS)) {
  test(`reads ${name}`, () => {
    const [recorded] = read(JSON.stringify(content, null, 2)) ?? [];
    const { request, response } = recorded?.exchange ?? {};
    expect({
      url: request?.url,
      sent: textOf(request?.body),
      status: response?.status,
      received: textOf(response?.body),
      fidelity: recorded?.fidelity,
      isUnknown: recorded?.requestUnknown ?? false,
    }).toEqual({
      url: PATH,
      sent: isUnknown ? '' : SENT,
      status: 200,
      received: RECEIVED,
      fidelity,
      isUnknown,
    });
  });
}

const APART = JSON.stringify(mapping({ bodyFileName: 'chat/answer-1.json' }), null, 2);

for (const [place, path] of Object.entries({
  'its mapping': '__files/chat/answer-1.json',
  'the folder of mappings': '../__files/chat/answer-1.json',
  'the folders that mappings lie in': '../../__files/chat/answer-1.json',
})) {
  test(`reads a body from the folder __files beside ${place}`, () => {
    const beside = (asked: string) => (asked === path ? bytesOf(RECEIVED) : null);
    const [recorded] = readRecording(bytesOf(APART), 'x', () => false, beside) ?? [];
    expect([textOf(recorded?.exchange.response?.body), recorded?.fidelity]).toEqual([RECEIVED, 'bytes']);
  });
}

test('looks for no body whose name leads out of the folder', () => {
  const asked: string[] = [];
  const file = bytesOf(JSON.stringify(mapping({ bodyFileName: '../../secret.json' })));
  const beside = (path: string) => {
    asked.push(path);
    return bytesOf(RECEIVED);
  };
  expect(() => readRecording(file, 'x', () => false, beside)).toThrow(CassetteError);
  expect(asked).toEqual([]);
});

test('the audit of a folder of WireMock judges each answer once, with its request', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wiremock-'));
  mkdirSync(join(folder, 'mappings'));
  mkdirSync(join(folder, '__files', 'chat'), { recursive: true });
  writeFileSync(join(folder, 'mappings', 'one.json'), APART);
  const body = join(folder, '__files', 'chat', 'answer-1.json');
  writeFileSync(body, RECEIVED);
  const whole = audit([folder]);
  rmSync(body);
  symlinkSync('/etc/hostname', body);
  const linked = audit([folder]);
  rmSync(folder, { recursive: true });
  expect([whole.recordings, whole.notRecordings, whole.unreadable]).toEqual([1, 0, []]);
  expect(whole.results.conversations.map(({ scenario }) => scenario)).toEqual(['mappings/one.json']);
  expect([linked.recordings, linked.unreadable.map(({ problem }) => problem)]).toEqual([
    0,
    [expect.stringContaining('which is not in __files; put it there, or record it again')],
  ]);
});

testDamage([
  ...Object.values(FORMS).map(([content]) => JSON.stringify(content, null, 2)),
  JSON.stringify({ mappings: [mapping({ body: RECEIVED })] }, null, 2),
]);

test('a list of mappings is in the order in which they were made', () => {
  const made = (body: string, insertionIndex: number) => ({ ...mapping({ body }), insertionIndex });
  const file = JSON.stringify({ mappings: [made('second', 1), made('first', 0)] }, null, 2);
  expect(read(file)?.map(({ exchange, line }) => [textOf(exchange.response?.body), line])).toEqual([
    ['first', 25],
    ['second', 3],
  ]);
});

testBrokenFiles([
  [
    'half a mapping',
    JSON.stringify(mapping({ body: RECEIVED })).slice(0, -9),
    /^x: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'a mapping without its response',
    JSON.stringify({ mappings: [{ request: { bodyPatterns: [] } }] }),
    'x:1: mappings[0].response is missing; restore the file, or record it again',
  ],
  [
    'a body in a file that is not there',
    APART,
    'x: response.bodyFileName names "chat/answer-1.json", which is not in __files; put it there, or record it again',
  ],
  [
    'base64 that is none',
    JSON.stringify(mapping({ base64Body: '~' })),
    'x: response.base64Body holds no whole base64; restore the file, or record it again',
  ],
]);
