/** Frames of an AWS event stream, as Bedrock writes them. */
import { frameOf } from '../../src/evidence/frames/aws-event-stream.ts';

export function frame(payload: string, headers: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(frameOf(headers, payload));
}

/** Returns one event of a model's stream, with padding like that of real events. */
export function chunkFrame(data: string): Buffer {
  const payload = { bytes: Buffer.from(data).toString('base64'), p: 'abc' };
  return frame(JSON.stringify(payload), { ':message-type': 'event', ':event-type': 'chunk' });
}
