/** A JSON array that is streamed. */
import { readJsonArray } from '../../src/evidence/frames/json-array.ts';
import { expect, test } from '../support/test.ts';

test('the elements of an array are events with the bytes that they stand in', () => {
  const read = (text: string) => {
    const { events, closed } = readJsonArray(Buffer.from(text));
    return { closed, events: events.map(({ sse, json }) => [sse.start, sse.end, sse.terminated, json]) };
  };
  expect(read('[{"a":"é]}\\""},\r\n{"b":[{}]} ]\n')).toEqual({
    closed: true,
    events: [
      [1, 16, true, { a: 'é]}"' }],
      [18, 30, true, { b: [{}] }],
    ],
  });
  expect(read('[ ]')).toEqual({ closed: true, events: [] });
  expect(read('[{"a":1}, ]')).toEqual({
    closed: true,
    events: [
      [1, 9, true, { a: 1 }],
      [10, 11, true, undefined],
    ],
  });
  expect(read('[,{"a":1}]').events).toEqual([
    [1, 2, true, undefined],
    [2, 10, true, { a: 1 }],
  ]);
  expect(read(' {"a":"}{"}\n{"b":1},{"c"')).toEqual({
    closed: false,
    events: [
      [1, 11, true, { a: '}{' }],
      [12, 19, true, { b: 1 }],
      [20, 24, false, undefined],
    ],
  });
  expect(read('[{"a":1},{"b"')).toEqual({
    closed: false,
    events: [
      [1, 9, true, { a: 1 }],
      [9, 13, false, undefined],
    ],
  });
  expect(read('[1,2]]').closed).toBe(false);
  expect(read('{"a":1}')).toEqual({ closed: false, events: [[0, 7, true, { a: 1 }]] });
});
