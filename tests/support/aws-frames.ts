/** Frames of an AWS event stream, as Bedrock writes them. */
import { EventStreamCodec, type MessageHeaders } from '@smithy/eventstream-codec';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text),
);

export function frame(payload: string, headers: Readonly<Record<string, string>>): Buffer {
  const written: MessageHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }]),
  );
  return Buffer.from(codec.encode({ headers: written, body: Buffer.from(payload) }));
}

/** One event of a model's stream, padded as they are. */
export function chunkFrame(data: string): Buffer {
  const payload = { bytes: Buffer.from(data).toString('base64'), p: 'abc' };
  return frame(JSON.stringify(payload), { ':message-type': 'event', ':event-type': 'chunk' });
}
