/** A bug in the suite becomes an `error` verdict with its place, and the run continues. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { judge } from '../../src/judge/judge.ts';
import { whatBroke } from '../../src/system/broke.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import { expect, test } from '../support/test.ts';

const exchange = {
  request: {
    method: 'POST',
    url: 'https://example.com/v1/chat/completions',
    headers: [],
    body: Buffer.from('{}'),
  },
  response: null,
  failure: 'reset',
};

test('a reading that breaks gives every check an error that names the exchange', () => {
  const read = (...[each, number]: Parameters<typeof openaiChat.read>) => {
    if (number === 2) throw new TypeError('no such thing');
    return openaiChat.read(each, number);
  };
  const { verdicts, readings } = judge({ ...openaiChat, read }, bareConversation([exchange, exchange]));
  const reasons = new Set(verdicts.map(({ outcome, reason }) => `${outcome}: ${reason}`));
  expect(verdicts.length).toBe(dialectOf('openai-chat').rules.length);
  expect(readings.length).toBe(1);
  expect([...reasons]).toEqual([
    expect.stringMatching(
      /^error: the reading of exchange 2 broke: TypeError: no such thing \(src\/judge\/judge\.ts:\d+:\d+\)$/u,
    ),
  ]);
});

test('the place of a bug is relative to the package', () => {
  const error = new RangeError('too deep');
  error.stack = [
    'RangeError: too deep',
    '    at JSON.stringify (<anonymous>)',
    '    at visit (file:///home/x/node_modules/jsonc-parser/lib/src/visit.js:1:2)',
    '    at readPart (file:///home/x/src/dialects/gemini/codec/read.ts:89:88)',
  ].join('\n');
  expect(whatBroke(error)).toBe('RangeError: too deep (src/dialects/gemini/codec/read.ts:89:88)');
  expect(whatBroke('a text')).toBe('a text');
});
