/** Builds responses in the form that most providers use. */

import type { Envelope } from './answer.ts';
import type { Refusal } from './refusal.ts';
import {
  type Draft,
  type Framing,
  type ScriptedBody,
  type ScriptedEvent,
  type ScriptedResponse,
  STREAM_TYPES,
} from './script.ts';

/** Returns a response with status 200 and one JSON body. */
export function jsonResponse(json: Draft, envelope: Envelope | null): ScriptedResponse {
  return sound(200, [['Content-Type', 'application/json']], { kind: 'json', json }, envelope);
}

/** Returns a response with status 200 and events. */
export function streamResponse(
  events: ScriptedEvent[],
  envelope: Envelope,
  framing: Framing = 'sse',
): ScriptedResponse {
  const headers = [
    ['Content-Type', STREAM_TYPES[framing]],
    ['Cache-Control', 'no-cache'],
  ] as const;
  return sound(200, headers, { kind: 'stream', events, framing }, envelope);
}

/** Returns a refusal with this JSON body. */
export function refusedWith({ status, headers = [] }: Refusal, json: Draft): ScriptedResponse {
  return sound(status, [['Content-Type', 'application/json'], ...headers], { kind: 'json', json }, null);
}

function sound(
  status: number,
  headers: readonly (readonly [string, string])[],
  body: ScriptedBody,
  envelope: Envelope | null,
): ScriptedResponse {
  return {
    status,
    headers: [...headers],
    body,
    envelope,
    recodings: [],
    provenComplete: true,
    breaksOff: null,
    pieceLength: null,
  };
}
