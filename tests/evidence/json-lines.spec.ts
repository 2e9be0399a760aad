/** Streams of JSON lines, with the positions of their lines. */
import { lineLengths, readJsonLines } from '../../src/evidence/frames/json-lines.ts';
import { expect, test } from '../support/test.ts';

/** Returns the start, the end, whether it is terminated, and the data of each line. */
function linesOf(text: string | Uint8Array) {
  const { stream } = readJsonLines(typeof text === 'string' ? Buffer.from(text) : text);
  return stream.events.map(({ start, end, terminated, data }) => [start, end, terminated, data]);
}

test('each line is an event, with its place in bytes', () => {
  expect(linesOf('{"a":"°"}\n{"b":2}\n')).toEqual([
    [0, 11, true, '{"a":"°"}'],
    [11, 19, true, '{"b":2}'],
  ]);
});

test('the last line needs no line end where it is a whole object', () => {
  expect([linesOf('{"a":1}'), linesOf('{"a":1}\n{"b"')]).toEqual([
    [[0, 7, true, '{"a":1}']],
    [
      [0, 8, true, '{"a":1}'],
      [8, 12, false, '{"b"'],
    ],
  ]);
});

test('blank lines around the others are none, and those between are events without data', () => {
  expect(linesOf('\n \n{"a":1}\n\n{"b":2}\n\n')).toEqual([
    [3, 11, true, '{"a":1}'],
    [11, 12, true, ''],
    [12, 20, true, '{"b":2}'],
  ]);
});

test('lines may end with CR LF, behind a byte order mark', () => {
  expect(linesOf('\uFEFF{"a":1}\r\n{"b":2}\r\n')).toEqual([
    [3, 12, true, '{"a":1}'],
    [12, 21, true, '{"b":2}'],
  ]);
});

test('nothing, and what is no UTF-8, is read as well', () => {
  const broken = readJsonLines(Buffer.from([0x7b, 0xc3, 0x28, 0x7d]));
  expect([linesOf(''), linesOf('\n\n'), broken.stream.invalidUtf8At, broken.events[0]?.json]).toEqual([
    [],
    [],
    1,
    undefined,
  ]);
});

test('a body is cut behind each line', () => {
  expect([lineLengths(Buffer.from('{}\n{"a":1}\n{')), lineLengths(Buffer.alloc(0))]).toEqual([[3, 8, 1], []]);
});
