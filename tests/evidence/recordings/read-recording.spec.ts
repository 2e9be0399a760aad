import { nearestFormat, RECORDING_FORMATS } from '../../../src/evidence/recordings/read-recording.ts';
import { read } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const NO_RECORDINGS: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['an empty file', ''],
  ['binary', new Uint8Array([0, 1, 2, 255])],
  ['other JSON', '{"name":"x","interactions":"many"}'],
  ['a log that is no HAR', '{"log":{"level":"info"}}'],
  ['a JSON list', '[1]'],
  ['other YAML', 'version: 2\nservices: {}\n'],
  [
    'YAML whose interactions are something else',
    'interactions:\n- name: a\n  request: b\n- c\nversion: 1\n'.replace('  request: b\n', '') +
      '\nx:\n  request: 1\n',
  ],
  [
    'prose around an example',
    `# How to record\n\nLike this:\n\ninteractions:\n- request:\n    url: x\nversion: 1\n`,
  ],
];

for (const [name, content] of NO_RECORDINGS) {
  test(`${name} is no recording`, () => {
    expect(read(content)).toBeNull();
  });
}

const NEAR: readonly (readonly [content: string, format: string | null, missing: string | null])[] = [
  ['{"list":[{"request":{"url":"x"},"response":{"code":200}}]}', 'go-vcr', 'interactions'],
  ['{"log":[{"request":{},"response":{}}],"time":"x"}', 'HAR', 'entries'],
  ['{"log":{},"entries":[],"request":{},"response":{}}', 'HAR', null],
  ['when:\n  path: x\n  method: GET\nthen:\n  code: 1\n', 'httpmock', 'status'],
  ['{"name":"x","request":{}}', null, null],
];

for (const [content, format, missing] of NEAR) {
  test(`what is nearest to ${format ?? 'no format'}: ${missing ?? 'no word'} is missing`, () => {
    const near = nearestFormat(new TextEncoder().encode(content));
    expect([near?.format.name ?? null, near?.missing ?? null]).toEqual([format, missing]);
  });
}

test('a recording of nothing is a recording', () => {
  for (const file of [
    'interactions: []\nversion: 1\n',
    'http_interactions: []\n',
    '{"interactions":[],"version":1}',
  ]) {
    expect(read(file)).toEqual([]);
  }
});

test('each format has a name and a place of its own', () => {
  expect(new Set(RECORDING_FORMATS.map(({ name }) => name)).size).toBe(RECORDING_FORMATS.length);
  expect(new Set(RECORDING_FORMATS.map(({ order }) => order)).size).toBe(RECORDING_FORMATS.length);
});
