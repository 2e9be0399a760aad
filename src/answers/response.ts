/** Responses as most providers send them. */

import type { Envelope } from './answer.ts';
import type { Refusal } from './refusal.ts';
import type { Draft, ScriptedBody, ScriptedEvent, ScriptedResponse } from './script.ts';

/** A 200 with one JSON body. */
export function jsonResponse(json: Draft, envelope: Envelope | null): ScriptedResponse {
  return sound(200, [['Content-Type', 'application/json']], { kind: 'json', json }, envelope);
}

/** A 200 with server-sent events. */
export function streamResponse(events: ScriptedEvent[], envelope: Envelope): ScriptedResponse {
  const headers = [
    ['Content-Type', 'text/event-stream; charset=utf-8'],
    ['Cache-Control', 'no-cache'],
  ] as const;
  return sound(200, headers, { kind: 'stream', events }, envelope);
}

/** A refusal with this JSON body. */
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
