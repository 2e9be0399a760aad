import { parseShard, partOf } from '../../src/replay/shard.ts';
import { expect, test } from '../support/test.ts';

test('a part is written as Playwright writes it', () => {
  expect(parseShard('2/4')).toEqual({ current: 2, total: 4 });
  for (const text of ['', '2', '0/4', '5/4', '1/0', '1/4/4', '-1/4', '1.5/4', ' 1/4']) {
    expect(() => parseShard(text), text).toThrow(`--shard ${text}: is no part of a whole`);
  }
});

test('the parts are the whole in order, and as large as one another but for one', () => {
  for (const size of [0, 1, 5, 49, 50, 51, 1000]) {
    const whole = Array.from({ length: size }, (_, index) => index);
    for (const total of [1, 2, 7, 50]) {
      const parts = Array.from({ length: total }, (_, index) => partOf(whole, { current: index + 1, total }));
      expect(parts.flat()).toEqual(whole);
      const sizes = parts.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});
