/** Where a faulty answer departs from the one without the fault. */
import { departureOf } from '../../src/clients/departure.ts';
import { expect, test } from '../support/test.ts';

/** What only the faulty answer says in braces, what only the other one says in brackets. */
function drawn(faulty: string, conforming: string): string {
  return departureOf(faulty, conforming)
    .map(({ in: side, text }) => {
      if (side === 'both') return text;
      return side === 'faulty' ? `{${text}}` : `[${text}]`;
    })
    .join('');
}

const STREAM = ['data: one\n\n', 'data: two\n\n', 'data: three\n\n'];

test('answers alike are one piece', () => {
  expect(departureOf('abc', 'abc')).toEqual([{ in: 'both', text: 'abc' }]);
});

test('events that are lost, repeated or moved are whole', () => {
  const [one, two, three] = STREAM;
  expect(drawn(`${one}${three}`, STREAM.join(''))).toBe(`${one}[${two}]${three}`);
  expect(drawn(`${one}${two}${two}${three}`, STREAM.join(''))).toBe(`${one}${two}{${two}}${three}`);
  expect(drawn(`${one}${three}${two}`, STREAM.join(''))).toBe(`${one}{${three}}${two}[${three}]`);
});

test('in a line that was altered, whole words are', () => {
  const line = (id: string, index: string) =>
    `{"id":"${id}","index":${index},"type":"function","name":"weather"}`;
  expect(drawn(line('call_12', 'null'), line('call_19', '0'))).toBe(line('[call_19]{call_12}', '[0]{null}'));
});

test('a page in the place of an answer is no alteration of it', () => {
  expect(drawn('<html>', '{"id":1}')).toBe('[{"id":1}]{<html>}');
});

test('what both say is kept around the places, and long changes are cut in their middle', () => {
  const pieces = departureOf(`${'a '.repeat(500)}${'x'.repeat(900)}\n`, `${'a '.repeat(500)}b\n`);
  expect(pieces.map(({ in: side, text }) => [side, text.length])).toEqual([
    ['both', 203],
    ['conforming', 1],
    ['faulty', 603],
    ['both', 1],
  ]);
  expect(departureOf('a'.repeat(5000), 'b'.repeat(5000)).map(({ text }) => text.length)).toEqual([603, 603]);
});

test('answers too long to be held against each other still share their start and end', () => {
  const events = (name: string, length: number) =>
    Array.from({ length }, (_, at) => `data: ${name} ${at}\n\n`).join('');
  const [first, second] = departureOf(`start\n\n${events('x', 600)}end`, `start\n\n${events('y', 601)}end`);
  expect([first, second?.in]).toEqual([{ in: 'both', text: 'start\n\n' }, 'conforming']);
});
