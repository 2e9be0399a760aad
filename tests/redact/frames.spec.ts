/**
 * A credential in an AWS frame is removed, and the frame stays valid: its lengths and checksums match the new content.
 */
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { headerText, readAwsEventStream } from '../../src/evidence/frames/aws-event-stream.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { frame } from '../support/aws-frames.ts';
import { expect, test } from '../support/test.ts';

const SECRET = { name: 'BEDROCK_KEY', value: 'bedrock-api-key-7Yx2Qm9Lp4' };
const HEADERS = { ':message-type': 'event', ':event-type': 'contentBlockDelta' };

function redacted(body: Uint8Array, pieces: readonly number[]) {
  const exchange: Exchange = {
    request: {
      method: 'POST',
      url: 'https://x.test/model/m/converse-stream',
      headers: [],
      body: new Uint8Array(),
    },
    response: {
      status: 200,
      headers: [],
      body,
      provenComplete: true,
      chunks: pieces.map((bytes, at) => ({ bytes, at })),
    },
  };
  return createRedactor([SECRET]).exchange(exchange).response;
}

test('a frame with a credential is written anew, and the others keep their bytes', () => {
  const sound = frame('{"delta":{"text":"Hi"}}', HEADERS);
  const leaks = frame(`{"delta":{"text":"The key is ${SECRET.value}."}}`, {
    ...HEADERS,
    ':debug': SECRET.value,
  });
  const response = redacted(Buffer.concat([sound, leaks]), [sound.length, leaks.length]);
  const body = response?.body ?? new Uint8Array();
  const { frames } = readAwsEventStream(body);
  expect(frames.map((frame) => [frame.fault, frame.payload, headerText(frame, ':debug')])).toEqual([
    [null, '{"delta":{"text":"Hi"}}', undefined],
    [null, '{"delta":{"text":"The key is [REDACTED:BEDROCK_KEY]."}}', '[REDACTED:BEDROCK_KEY]'],
  ]);
  expect(Buffer.from(body.subarray(0, sound.length))).toEqual(sound);
  expect(response?.chunks).toEqual([{ bytes: body.length, at: 1 }]);
});

test('a frame that is written anew has no headers but texts, which were looked through', () => {
  const headers: MessageHeaders = {
    ':event-type': { type: 'string', value: 'contentBlockDelta' },
    ':debug': { type: 'binary', value: Buffer.from(SECRET.value) },
  };
  const payload = Buffer.from(`{"text":"${SECRET.value}"}`);
  const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString(), Buffer.from);
  const leaks = codec.encode({ headers, body: payload });
  const [frame] = readAwsEventStream(redacted(leaks, [leaks.length])?.body ?? new Uint8Array()).frames;
  expect([frame?.headers, frame?.payload]).toEqual([
    { ':event-type': { type: 'string', value: 'contentBlockDelta' } },
    '{"text":"[REDACTED:BEDROCK_KEY]"}',
  ]);
});

test('a body of frames without a credential is the same body', () => {
  const body = frame('{"delta":{"text":"Hi"}}', HEADERS);
  const response = redacted(body, [body.length]);
  expect(response?.body).toBe(body);
  expect(response?.chunks).toEqual([{ bytes: body.length, at: 0 }]);
});
