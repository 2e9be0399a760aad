/** Whole texts that are calls, and texts that only come close. */
import { isTextCall } from '../../src/checks/leaked-calls.ts';
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
