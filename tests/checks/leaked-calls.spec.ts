/** Texts that are entirely a call, texts that only look similar, and markup that a request asked for. */
import { isTextCall, markupFaults, unescaped } from '../../src/checks/leaked-calls.ts';
import { parseJson } from '../../src/text/wire-text.ts';
import { expect, test } from '../support/test.ts';

const OFFERED = ['dial', 'hang_up'];

const CALLS: readonly string[] = [
  'functools[{"name": "dial", "arguments": {"number": "112"}}]',
  '{"tool_uses": [{"recipient_name": "functions.dial", "parameters": {"number": "112"}}]}',
  '{"tool_calls": [{"id": "a", "type": "function", "function": {"name": "dial", "arguments": "{}"}}]}',
  '~~~\ndial(number="112")\n~~~',
  '```json\n[{"name": "dial", "arguments": {}}]\n```\n',
  'functions.dial({number: "112"})',
  'hang_up()',
  '[{"tool_name": "dial", "parameters": {"number": "112"}}]',
  '{"tool": "hang_up"}',
  '{"name": "functions.dial", "arguments": {}}',
  '{"name": "dial", "arguments": {}}; {"name": "hang_up", "arguments": {}}',
  '```json\n{"name": "dial", "arguments": {}}\n```\n\n```json\n{"name": "hang_up", "arguments": {}}\n```',
  '```json\n{"name": "dial", "arguments": {}}',
  '`dial(number="112")`',
  '```python\nprint(default_api.dial(number="112"))\n```',
  '```\nfunctools[{"name": "dial", "arguments": {"number": "112"}}]\n```',
  'functools[\n{"name": "hang_up", "arguments": {}}\n]',
  '{\n  "name": "dial",\n  "arguments": {"numbers": [{"number": "112"},\n{"number": "113"}]}\n}',
  '```json {"name": "dial", "arguments": {}}```',
  '~~~{"name": "dial", "arguments": {}}~~~',
  '```dial(number="112")```',
  '{"name": "hang_up", "arguments": {}}\n```json\n{"name": "dial", "arguments": {}}\n```',
  '{"name": "default_api.dial", "arguments": {}}',
  'call:dial{number: "112"}call:hang_up{}',
  'call:functions.dial{\n}\n\ncall:hang_up{}',
  '[ print(hang_up()) ]',
  'print(\ndial(number="112")\n)',
  '[hang_up()\n,dial(number="112")]',
  'dial(number = "112")',
  'dial({\n})',
  `dial(number="a\\")", digits='b\\')')`,
  `dial(number='it is (")', digits="it's )")`,
  'hang_up(); dial(number=("112"))',
];

const TEXTS: readonly string[] = [
  '{"tool_name": "ring", "parameters": {}}',
  '{"name": "dial"}',
  '[]',
  '{}',
  'functools[]',
  'dial("112")',
  'dial',
  'Call dial(number="112") now.',
  '```json\n{"name": "dial", "arguments": {}}\n```\nThat is how it is written.',
  '`dial(number="112")` or `hang_up()`',
  '{"name": "dial", "arguments": {}}; {"name": "ring", "arguments": {}}',
  'print(number="112")',
  '{"number": "112", "input": "dial"}',
  '{"dial": {"number": "112"}}',
  'Try functools[{"name": "dial", "arguments": {}}]',
  'functools[{"name": "dial", "arguments": {}}] dials',
  '[null]',
  '{"name": "dialfunctions.", "arguments": {}}',
  'I write call:dial{}',
  'call:dial{} dials',
  'call:dial{}call:ring{}',
  'call:dial{}\ncall:ring{}',
  'call:ring{}',
  'numbers[dial(number="112")]',
  '[dial(number="112")] dials',
  'reprint(dial(number="112"))',
  'print(dial(number="112")) dials',
  'well x=dial(number="112"))',
  'hang_up()hang_ up()',
  'dial(see {number: 112})',
  'dial({number: 112} please)',
  'dial("112", loud=true)',
  'dial(number=="112")',
  'dial(number="112)',
  'dial(number="112\\")',
];

for (const [texts, isCall] of [
  [CALLS, true],
  [TEXTS, false],
] as const) {
  for (const text of texts) {
    test(`is ${isCall ? 'a' : 'no'} call: ${JSON.stringify(text)}`, () => {
      expect(isTextCall(text, OFFERED)).toBe(isCall);
    });
  }
}

type Request = Parameters<typeof markupFaults>[2];

const OFFERING: Request = {
  json: {},
  tools: [{ name: 'dial', parameters: undefined, strict: false }],
  unlistedTools: false,
  toolChoice: null,
};
const TAGGED = '<tool_call>dial';
const CODE = '```tool_code dial()';

const MARKUP: readonly (readonly [
  what: string,
  text: string,
  request: Partial<Request>,
  blamed: readonly string[],
])[] = [
  ['with tools on offer', TAGGED, {}, [`provider: "${TAGGED}"`]],
  ['without any tools', TAGGED, { tools: [] }, [`model: "${TAGGED}"`]],
  ['with unlisted tools', TAGGED, { tools: [], unlistedTools: true }, [`provider: "${TAGGED}"`]],
  ['where calls are forbidden', TAGGED, { toolChoice: { kind: 'none' } }, [`model: "${TAGGED}"`]],
  ['where calls are left to the model', TAGGED, { toolChoice: { kind: 'auto' } }, [`provider: "${TAGGED}"`]],
  ['in code that no tools explain', CODE, { tools: [] }, []],
  ['in code, with tools on offer', CODE, {}, [`provider: "${CODE}"`]],
  ['that the request has', TAGGED, { json: { prompt: 'What is <tool_call>?' } }, []],
  ['that the request nearly has', TAGGED, { json: { prompt: 'tool_call' } }, [`provider: "${TAGGED}"`]],
  ['with quotes, that the request has', '<|"|>', { json: { prompt: 'What is <|"|>?' } }, []],
  ['with quotes, that the request has and the answer escapes', '<|\\"|>', { json: { prompt: '<|"|>' } }, []],
  ['with quotes, that the request does not have', '<|"|>', {}, ['provider: "<|\\"|>"']],
];

for (const [what, text, request, blamed] of MARKUP) {
  test(`who is blamed for markup ${what}`, () => {
    const faults = markupFaults(text, [], { ...OFFERING, ...request }, []);
    expect(faults.map(({ found, subject = 'provider' }) => `${subject}: ${found}`)).toEqual(blamed);
  });
}

test('escapes are read where arguments are JSON, and nothing else changes', () => {
  const written = ['{"a": 1}', '{"a": "\\u003ctool_call>"}', '{"a": "\\u003ctool_call>'];
  expect(written.map((text) => unescaped({ arguments: text, json: parseJson(text) }))).toEqual([
    '{"a": 1}',
    '{"a":"<tool_call>"}',
    '{"a": "\\u003ctool_call>',
  ]);
});
