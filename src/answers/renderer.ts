/** How a conforming provider puts an answer on the wire of a dialect. */
import type { Delivery } from '../evidence/exchange.ts';
import type { Answer, Envelope } from './answer.ts';
import type { Draft, Framing, ScriptedBody, ScriptedEvent } from './script.ts';

export interface Renderer {
  /** How its streams are framed; as server-sent events where it does not say. */
  readonly framing?: Framing;
  /** Every event of the stream, its end mark included where the dialect has one. New objects with every call. */
  streamed(envelope: Envelope, answer: Answer): ScriptedEvent[];
  /** The answer as one body; new objects with every call. */
  buffered(envelope: Envelope, answer: Answer): Draft;
}

export function renderedBody(
  renderer: Renderer,
  envelope: Envelope,
  answer: Answer,
  delivery: Delivery,
): ScriptedBody {
  return delivery === 'streaming'
    ? { kind: 'stream', events: renderer.streamed(envelope, answer), framing: renderer.framing ?? 'sse' }
    : { kind: 'json', json: renderer.buffered(envelope, answer) };
}
