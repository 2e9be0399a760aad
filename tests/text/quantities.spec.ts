import { dollars, duration, instant, plural } from '../../src/text/quantities.ts';
import { expect, test } from '../support/test.ts';

test('quantities', () => {
  expect([dollars(0), dollars(0.0000375245), dollars(12.5)]).toEqual(['$0', '$0.00003752', '$12.5']);
  expect([duration(680.4), duration(2449), duration(185_000)]).toEqual(['680 ms', '2.4 s', '3 min 5 s']);
  expect([instant('2025-11-20T13:34:00+01:00'), instant('soon')]).toEqual(['2025-11-20 12:34 UTC', 'soon']);
  expect([plural(1, 'event'), plural(1200, 'event')]).toEqual(['1 event', '1,200 events']);
});
