/** Ollama: how its traffic is recognised, and what a schema requires of an answer. */
import { recogniseTraffic } from '../../src/audit/traffic.ts';
import { keepsKeyword } from '../../src/dialects/ollama/codec/answer-schema.ts';
import { keptSchemaOf } from '../../src/reading/kept-schema.ts';
import { expect, test } from '../support/test.ts';

test('at a path that chat applications have too, the answer says whose it is', () => {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
  const url = 'http://127.0.0.1:11434/api/chat';
  const request = { method: 'POST', url, headers: [], body: Buffer.from(body) };
  const line = '{"model":"m","message":{"role":"assistant","content":"Hi"},"done":false}\n';
  const kindOf = (answer: string) =>
    recogniseTraffic({
      request,
      response: { status: 200, headers: [], body: Buffer.from(answer), provenComplete: true },
    }).kind;
  const CHAT = 'Chat Completions';
  const answers = [
    line,
    `data: ${line}\n`,
    'data: {"choices":[]}\n\n',
    'data: "Hi"\n\n',
    '{"choices":[]}',
    'Hi',
  ];
  expect(answers.map(kindOf)).toEqual(['Ollama', 'Ollama', CHAT, 'other', CHAT, 'other']);
});

test('of a schema for an answer the keywords are kept that the grammar behind it keeps', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'string', maxLength: 9, pattern: 'Os' },
      celsius: { type: 'number', minimum: 30 },
      days: { type: 'integer', minimum: 1, multipleOf: 2 },
      sky: { oneOf: [{ const: 'clear' }, { type: 'null' }], not: {} },
    },
    anyOf: [{ required: ['days'] }],
    required: ['city'],
  };
  expect(keptSchemaOf(schema, keepsKeyword)).toEqual({
    type: 'object',
    properties: {
      city: { type: 'string', maxLength: 9 },
      celsius: { type: 'number' },
      days: { type: 'integer', minimum: 1 },
      sky: { anyOf: [{ const: 'clear' }, { type: 'null' }] },
    },
    required: ['city'],
  });
});
