/** Bodies as shown to readers: text unchanged, and frames with their headers and payloads. */
import { frameOf } from '../../src/evidence/frames/aws-event-stream.ts';
import { readableBody } from '../../src/evidence/frames/readable-body.ts';
import { expect, test } from '../support/test.ts';

test('frames are shown as headers and payloads, and text as it is', () => {
  const start = frameOf({ ':message-type': 'event', ':event-type': 'messageStart' }, '{"role":"assistant"}');
  const stop = frameOf(
    { ':message-type': 'event', ':event-type': 'messageStop' },
    '{"stopReason":"end_turn"}',
  );
  expect(readableBody(Buffer.concat([start, stop])).split('\n')).toEqual([
    ':message-type event, :event-type messageStart',
    '{"role":"assistant"}',
    ':message-type event, :event-type messageStop',
    '{"stopReason":"end_turn"}',
  ]);
  expect(readableBody(Buffer.from('data: {"a":1}\n\n'))).toBe('data: {"a":1}\n\n');
});

test('an error behind the frames that is no frame is shown too', () => {
  const start = frameOf({ ':event-type': 'messageStart' }, '{}');
  expect(readableBody(Buffer.concat([start, Buffer.from('{"message":"overloaded"}')]))).toBe(
    ':event-type messageStart\n{}\n{"message":"overloaded"}',
  );
});

test('a frame that cannot be read is told by its length and its fault', () => {
  const frame = frameOf({ ':event-type': 'messageStart' }, '{}');
  expect(readableBody(frame.with(-1, (frame.at(-1) ?? 0) ^ 1))).toMatch(
    new RegExp(`^a frame of ${frame.length} bytes that cannot be read: .*checksum`, 'u'),
  );
  expect(readableBody(frame.subarray(0, -3))).toBe(
    `a frame of ${frame.length - 3} bytes that cannot be read`,
  );
});
