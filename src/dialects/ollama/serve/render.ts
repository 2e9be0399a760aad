/** How a conforming provider puts an answer on the wire of Ollama: as a server does that issues ids. */
import { type Answer, type Envelope, type Tokens, words } from '../../../answers/answer.ts';
import type { Renderer } from '../../../answers/renderer.ts';
import type { Draft, ScriptedEvent } from '../../../answers/script.ts';
import type { JsonObject } from '../../../text/json.ts';
import { callObject } from '../codec/encode.ts';

export const ollamaRenderer: Renderer = { framing: 'json-lines', streamed, buffered };

const FINISH: Readonly<Record<string, string>> = { stop: 'stop', tool_calls: 'stop', length: 'length' };

/** What one token takes, and what it takes to begin, in nanoseconds. */
const PER_TOKEN = 4_000_000;
const LOADING = 28_000_000;

/** Thoughts and text word by word, each call on a line of its own, and a last line with the reason and the counts. */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const line = (message: JsonObject, end: JsonObject = { done: false }): ScriptedEvent => ({
    lines: [],
    data: structuredClone({
      ...headOf(envelope),
      message: { role: 'assistant', content: '', ...message },
      ...end,
    }),
  });
  return [
    ...words(answer.reasoning).map((word) => line({ thinking: word })),
    ...words(answer.text).map((word) => line({ content: word })),
    ...(answer.calls ?? []).map((call, index) => line({ tool_calls: [callObject(call, index)] })),
    line({}, endOf(answer)),
  ];
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  const { text = '', reasoning, calls = [] } = answer;
  return structuredClone({
    ...headOf(envelope),
    message: {
      role: 'assistant',
      content: text,
      ...(reasoning === undefined ? {} : { thinking: reasoning }),
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(callObject) }),
    },
    ...endOf(answer),
  });
}

function headOf({ model, created }: Envelope): JsonObject {
  return { model, created_at: new Date(created * 1000).toISOString() };
}

function endOf({ finish, usage }: Answer): JsonObject {
  return { done: true, done_reason: FINISH[finish] ?? finish, ...usageJson(usage) };
}

/** The counts, and what they took. */
export function usageJson({ prompt, completion }: Tokens): JsonObject {
  const [reading, writing] = [prompt * PER_TOKEN, completion * PER_TOKEN];
  return {
    total_duration: LOADING + reading + writing,
    load_duration: LOADING,
    prompt_eval_count: prompt,
    prompt_eval_duration: reading,
    eval_count: completion,
    eval_duration: writing,
  };
}
