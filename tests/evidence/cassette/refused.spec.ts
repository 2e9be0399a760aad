import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CassetteError } from '../../../src/evidence/cassette/cassette.ts';
import { parseCassette } from '../../../src/evidence/cassette/parse.ts';
import { readCassette } from '../../../src/evidence/cassette/read.ts';
import { SuiteError } from '../../../src/system/failure.ts';
import { cassetteWith } from '../../support/cassette-text.ts';
import { expect, test } from '../../support/test.ts';

const recorded = cassetteWith('body: |\n  a\nheaders: {}\nstatus: 200 OK\ncode: 200');

const faults: readonly [title: string, text: string | Uint8Array, message: string][] = [
  ['an empty file', '', 'x.yaml: is empty; restore it, or record it again'],
  ['a comment alone', '# nothing\n---\n', 'x.yaml: is empty; restore it, or record it again'],
  [
    'HTML',
    '<!DOCTYPE html>\n<p>',
    'x.yaml:1: is no go-vcr recording, which is a mapping with version and interactions',
  ],
  ['a list', '- 1\n', 'x.yaml:1: is no go-vcr recording, which is a mapping with version and interactions'],
  [
    'broken YAML',
    'a: 1\nb: ]\nc: 2\nd: 3\n',
    'x.yaml:2: is not YAML: bad indentation of a mapping entry; mend the line, or record it again',
  ],
  [
    'a key twice',
    'version: 2\nversion: 2\ninteractions: []\n',
    'x.yaml:2: is not YAML: duplicated mapping key; mend the line, or record it again',
  ],
  [
    'a key twice in the last line',
    'version: 2\ninteractions: []\nversion: 2\n',
    'x.yaml:3: is not YAML: duplicated mapping key; mend the line, or record it again',
  ],
  [
    'a label that is text',
    'version: 2\nx_conversation: a\n',
    'x.yaml:2: x_conversation is not a mapping; restore the file, or record it again',
  ],
  [
    'a cut string',
    recorded.slice(0, recorded.indexOf("}'")),
    'x.yaml:6: is not whole YAML: it ends too early (unexpected end of the stream within a single quoted scalar); restore it, or record it again',
  ],
  [
    'a cut request',
    recorded.slice(0, recorded.indexOf('    method')),
    'x.yaml:8: interactions[0] is cut off: request.method is missing; restore the file, or record it again',
  ],
  [
    'a cut before the response',
    recorded.slice(0, recorded.indexOf('  response')),
    'x.yaml:9: interactions[0] is cut off: response is missing; restore the file, or record it again',
  ],
  [
    'a cut response',
    recorded.slice(0, recorded.indexOf('    headers: {}\n    status')),
    'x.yaml:12: interactions[0] is cut off: response.code is missing; restore the file, or record it again',
  ],
  [
    'a cut list',
    'version: 2\ninteractions:\n-',
    'x.yaml:3: interactions[0] is cut off: nothing of it is left; restore the file, or record it again',
  ],
  [
    'no response in the middle',
    `${recorded.slice(0, recorded.indexOf('  response'))}${recorded.slice(recorded.indexOf('- id'))}`,
    'x.yaml:4: interactions[0] has no response; if none arrived, say why in x_failure',
  ],
  [
    'a missing body in the middle',
    `${recorded.replace("    body: '{}'\n", '')}${recorded.slice(recorded.indexOf('- id'))}`,
    'x.yaml:6: interactions[0].request.body is missing; restore the file, or record it again',
  ],
  [
    'a number as body',
    cassetteWith('body: 5\ncode: 200'),
    'x.yaml:11: interactions[0].response.body is not a string or !!binary; restore the file, or record it again',
  ],
  [
    'a mapping as body',
    cassetteWith('body: ""\ncode: 200', '{}'),
    'x.yaml:6: interactions[0].request.body is not a string or !!binary; restore the file, or record it again',
  ],
  [
    'broken base64',
    cassetteWith('body: !!binary abc\ncode: 200'),
    'x.yaml:11: is not YAML: !!binary holds no whole base64; mend the line, or record it again',
  ],
  [
    'half a surrogate pair',
    cassetteWith('body: "\\ud83d"\ncode: 200'),
    'x.yaml:11: interactions[0].response.body holds half of a surrogate pair; keep such bytes in !!binary',
  ],
  [
    'another encoding',
    Uint8Array.of(0x61, 0x0a, 0xff),
    'x.yaml:2: is not UTF-8; restore it, or keep such bytes in base64 (in YAML as !!binary)',
  ],
  [
    'a wrong status',
    cassetteWith('body: ""\ncode: OK'),
    'x.yaml:12: interactions[0].response.code is not an HTTP status; restore the file, or record it again',
  ],
  [
    'a number as header',
    cassetteWith('body: ""\nheaders:\n  A:\n  - 1\ncode: 200'),
    'x.yaml:14: interactions[0].response.headers.A[0] is not a string; quote it',
  ],
  [
    'a wrong duration',
    cassetteWith('body: ""\ncode: 200\nduration: soon'),
    'x.yaml:13: interactions[0].response.duration is not a Go duration such as 1.43s, nor a whole number of nanoseconds; restore the file, or record it again',
  ],
  [
    'chunks that do not add up',
    cassetteWith('body: abc\ncode: 200\nx_chunks: [[1, 0], [1, 5]]'),
    'x.yaml:13: interactions[0].response.x_chunks add up to 2 bytes but the body has 3; remove them after editing a body',
  ],
  [
    'chunks that are none',
    cassetteWith('body: abc\ncode: 200\nx_chunks: [[1, a]]'),
    'x.yaml:13: interactions[0].response.x_chunks[0][1] is not a pair [bytes, milliseconds]; restore the file, or record it again',
  ],
  [
    'a mark of a body cut off that is none',
    cassetteWith('body: abc\ncode: 200\nx_cut_off: 5'),
    'x.yaml:13: interactions[0].response.x_cut_off is not true; restore the file, or record it again',
  ],
  [
    'no interactions',
    'version: 2\ninteractions: []\n',
    'x.yaml:2: interactions holds no interaction; record the conversation again',
  ],
  [
    'no list of interactions',
    '---\nversion: 2\n',
    'x.yaml:2: interactions holds no interaction; record the conversation again',
  ],
  [
    'interactions that are no list',
    'version: 2\ninteractions: 5\n',
    'x.yaml:2: interactions is not a list; restore the file, or record it again',
  ],
  [
    'version 1',
    'interactions: []\nversion: 1\n',
    'x.yaml:2: version 1 is not replayed; `toolcall-conformance audit` reads it',
  ],
  ['version 3', 'version: 3\n', 'x.yaml:1: version 3 is unknown; this suite reads version 2'],
  [
    'no version',
    'http_interactions: []\n',
    'x.yaml:1: version is missing: this is no go-vcr recording; `toolcall-conformance audit` reads those of other tools',
  ],
  [
    'an unknown delivery',
    'version: 2\nx_conversation:\n  target: a\n  scenario: b\n  delivery: c\n',
    'x.yaml:5: x_conversation.delivery is neither streaming nor buffered; restore the file, or record it again',
  ],
  [
    'an unknown key of ours',
    'version: 2\nx_conversation:\n  {target: a, scenario: b, delivery: buffered, sample: 1, recorded_at: null,\n  model: c}\n',
    'x.yaml:4: x_conversation.model is an unknown key; remove it',
  ],
];

for (const [title, text, message] of faults) {
  test(`refused: ${title}`, () => {
    const attempt = () => parseCassette(text, 'x.yaml');
    expect(attempt).toThrow(CassetteError);
    expect(attempt).toThrow(SuiteError);
    expect(messageOf(attempt)).toBe(message);
  });
}

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing was thrown';
}

test('an error knows its file, line and field', () => {
  const { file, line, field, message } = new CassetteError('a.yaml', { line: 3, field: 'version' }, 'is odd');
  expect({ file, line, field, message }).toEqual({
    file: 'a.yaml',
    line: 3,
    field: 'version',
    message: 'a.yaml:3: version is odd',
  });
});

test('a missing file is named relative to the working folder', () => {
  const message = 'cassettes/none.yaml: does not exist; a live run records it';
  expect(() => readCassette(path.resolve('cassettes', 'none.yaml'))).toThrow(message);
  expect(() => readCassette('tests/../cassettes/openrouter')).toThrow(
    'cassettes/openrouter: is not a file; move it, or record it again',
  );
});

test('whatever a file of the disk does to its reader, it is a cassette that cannot be read', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'refused-'));
  const file = path.join(folder, 'bomb.yaml');
  const lines = Array.from({ length: 30 }, (_, at) => `- &a${at + 1} [${Array(9).fill(`*a${at}`)}]\n`);
  writeFileSync(file, `- &a0 [x]\n${lines.join('')}`);
  try {
    expect(() => readCassette(file)).toThrow(CassetteError);
    expect(() => readCassette(file)).toThrow(
      'cannot be read: its aliases stand for more than a recording can hold',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
