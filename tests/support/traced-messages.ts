/** The part of a Chat Completions exchange that a trace keeps: the request, and the assembled message of the answer. */
import type { Exchange } from '../../src/evidence/exchange.ts';
import { chunksOf, readStream } from '../../src/evidence/frames/event-stream.ts';
import { textOf } from './recording-samples.ts';

export interface ChatCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ChatMessage {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly ChatCall[];
  readonly tool_call_id?: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly { readonly type: 'function'; readonly function: Record<string, unknown> }[];
  readonly stream?: boolean;
}

export function askedIn({ request }: Exchange): ChatRequest {
  return JSON.parse(textOf(request.body));
}

export function answerIn({ response }: Exchange): ChatMessage {
  const body = textOf(response?.body);
  return body.startsWith('{') ? JSON.parse(body).choices[0].message : joined(body);
}

function joined(body: string): ChatMessage {
  const calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] = [];
  let content: string | null = null;
  for (const { json } of chunksOf(readStream(Buffer.from(body)).events)) {
    const { choices }: { choices?: { delta: Delta }[] } = JSON.parse(JSON.stringify(json));
    const [{ delta } = { delta: {} }] = choices ?? [];
    if (delta.content) content = (content ?? '') + delta.content;
    for (const { index, id, function: part } of delta.tool_calls ?? []) {
      const call = calls[index] ?? {
        id: id ?? '',
        type: 'function',
        function: { name: part.name ?? '', arguments: '' },
      };
      call.function.arguments += part.arguments ?? '';
      calls[index] = call;
    }
  }
  return { role: 'assistant', content, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}

interface Delta {
  readonly content?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly id?: string;
    readonly function: { readonly name?: string; readonly arguments?: string };
  }[];
}
