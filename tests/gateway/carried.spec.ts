/** What a gateway carries is found however deep it lies. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { proofsIn, resultsIn } from '../../src/gateway/carried.ts';
import { requestOf } from '../support/conversation-evidence.ts';
import { expect, test } from '../support/test.ts';

test('proofs are found in their order, wherever they stand', () => {
  const json = [
    { signature: 'a', thoughts: [{ signature: 'b' }, 'signature'] },
    { signature: '' },
    { data: { signature: 'c' } },
  ];
  expect(proofsIn(json, ['signature'])).toEqual(['a', 'b', 'c']);
});

test('100,000 levels are no more than many', () => {
  let json: unknown = { signature: 'deep' };
  for (let level = 0; level < 100_000; level += 1) json = [json];
  expect(proofsIn(json, ['signature'])).toEqual(['deep']);
});

test('100,000 results each have the name of the first call with their id', () => {
  const call = (name: string) => ({
    role: 'assistant',
    tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: '{}' } }],
  });
  const request = requestOf([call('f'), call('g'), { role: 'tool', tool_call_id: 'c', content: 'r' }]);
  const reading = dialectOf('openai-chat').read({ request, response: null }, 1);
  const [first, second, result] = reading.request.history;
  if (first === undefined || second === undefined || result === undefined) throw new Error('no history');
  const ids = Array.from({ length: 100_000 }, (_, at) => `c${at}`);
  const withId = (message: typeof first, id: string) => ({
    ...message,
    calls: message.calls.map((each) => ({ ...each, id })),
  });
  const history = [
    ...ids.flatMap((id) => [withId(first, id), withId(second, id)]),
    ...ids.map((answers) => ({ ...result, answers })),
    { ...result, answers: 'of nobody' },
  ];
  const names = resultsIn({ ...reading, request: { ...reading.request, history } }).map(({ name }) => name);
  expect(names.pop()).toBe('a result of no call');
  expect(new Set(names)).toEqual(new Set(['f']));
  expect(names).toHaveLength(100_000);
});
