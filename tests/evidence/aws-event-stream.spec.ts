/** AWS frames give the same events as text does and keep their places. No input breaks the reader. */

import { isAwsEventStream, readAwsEventStream } from '../../src/evidence/frames/aws-event-stream.ts';
import { chunkFrame, frame } from '../support/aws-frames.ts';
import { expect, test } from '../support/test.ts';

const FIRST = '{"type":"message_start","message":{"model":"å"}}';
const SECOND = '{"type":"message_stop"}';

/** Returns a short form of the events in the frames. */
function eventsOf(body: Uint8Array) {
  return readAwsEventStream(body).events.map(({ sse, json }) => ({
    place: [sse.number, sse.start, sse.end],
    terminated: sse.terminated,
    json,
  }));
}

test('each frame is an event, whose data are the bytes in it, with its place in the body', () => {
  const [one, two] = [chunkFrame(FIRST), chunkFrame(SECOND)];
  const body = Buffer.concat([one, two]);
  const { stream, events } = readAwsEventStream(body);
  expect(events.map(({ sse }) => sse)).toEqual([
    { number: 1, start: 0, end: one.length, name: null, data: FIRST, id: null, terminated: true },
    {
      number: 2,
      start: one.length,
      end: one.length + two.length,
      name: null,
      data: SECOND,
      id: null,
      terminated: true,
    },
  ]);
  expect(events.map(({ json }) => json)).toEqual([JSON.parse(FIRST), JSON.parse(SECOND)]);
  expect(stream).toEqual({
    events: events.map(({ sse }) => sse),
    comments: [],
    invalidUtf8At: null,
    bom: false,
    text: new TextDecoder().decode(body),
    unframedAt: [],
  });
});

test('a body that does not begin at byte 0 of its memory is read alike', () => {
  const whole = Buffer.concat([Buffer.from('xyz'), chunkFrame(FIRST)]);
  expect(eventsOf(whole.subarray(3))).toEqual(eventsOf(chunkFrame(FIRST)));
});

test('an exception is an error of the stream, with its kind', () => {
  const headers = { ':message-type': 'exception', ':exception-type': 'throttlingException' };
  const [event] = eventsOf(frame('{"message":"Too many tokens"}', headers));
  expect(event?.json).toEqual({
    type: 'error',
    error: { type: 'throttlingException', message: 'Too many tokens' },
  });
});

test('a frame with a wrong checksum is an event without data, and the next is read', () => {
  const spoilt = chunkFrame(FIRST);
  spoilt[20] = (spoilt[20] ?? 0) ^ 0xff;
  const two = chunkFrame(SECOND);
  expect(eventsOf(Buffer.concat([spoilt, two]))).toEqual([
    { place: [1, 0, spoilt.length], terminated: true, json: undefined },
    {
      place: [2, spoilt.length, spoilt.length + two.length],
      terminated: true,
      json: JSON.parse(SECOND),
    },
  ]);
});

test('each frame has its own headers, whatever its neighbours have', () => {
  const body = Buffer.concat(
    ['start', 'delta', 'delta', 'other', 'delta'].map((type) => frame('{}', { ':event-type': type })),
  );
  const names = readAwsEventStream(body).events.map(({ sse }) => sse.name);
  expect(names).toEqual(['start', 'delta', 'delta', 'other', 'delta']);
});

test('both checksums of a frame are looked at where its headers are those of the frame before', () => {
  const sound = chunkFrame(FIRST);
  const [prelude, payload, message] = [8, sound.length - 10, sound.length - 1];
  const frames = [prelude, payload, message].map((at) => {
    const spoilt = Buffer.from(sound);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
    return spoilt;
  });
  const body = Buffer.concat(frames.flatMap((spoilt) => [sound, spoilt]));
  const faults = readAwsEventStream(body).frames.map(({ fault }) => fault);
  expect(faults).toEqual([null, 'checksum', null, 'checksum', null, 'checksum']);
});

test('whatever bytes a body is cut at, what came whole is read, and the rest is one open event', () => {
  const [one, two] = [chunkFrame(FIRST), chunkFrame(SECOND)];
  const whole = Buffer.concat([one, two]);
  for (let length = 1; length < whole.length; length += 1) {
    const events = eventsOf(whole.subarray(0, length));
    const complete = length >= one.length ? 1 : 0;
    expect(events.filter(({ terminated }) => terminated)).toHaveLength(complete);
    expect(events.at(-1)?.terminated).toBe(length === one.length);
    expect(events.at(-1)?.place[2]).toBe(length);
  }
});

test('lengths that lead nowhere end the stream', () => {
  expect(eventsOf(Buffer.alloc(40))).toEqual([{ place: [1, 0, 40], terminated: false, json: undefined }]);
  const endless = Buffer.from([0, 0xff, 0xff, 0xff, ...chunkFrame(FIRST)]);
  expect(eventsOf(endless)).toHaveLength(1);
});

test('frames open with a zero, and text does not', () => {
  expect([chunkFrame(FIRST), Buffer.from('event: ping'), Buffer.alloc(0)].map(isAwsEventStream)).toEqual([
    true,
    false,
    false,
  ]);
});
