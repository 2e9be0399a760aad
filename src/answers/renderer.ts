/** Encodes a conforming provider's answer in a dialect. */
import type { Delivery } from '../evidence/exchange.ts';
import type { Answer, Envelope } from './answer.ts';
import type { Draft, Framing, ScriptedBody, ScriptedEvent } from './script.ts';

export interface Renderer {
  /** The framing of its streams; server-sent events by default. */
  readonly framing?: Framing;
  /**
   * Returns every event of the stream, including the end mark if the dialect has one. Each call returns new objects.
   */
  streamed(envelope: Envelope, answer: Answer): ScriptedEvent[];
  /** Returns the answer as one body. Each call returns new objects. */
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
