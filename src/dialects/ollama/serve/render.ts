/** Renders the answers of a conforming provider in Ollama's format, as a server that issues ids does. */
import { type Answer, type Envelope, type Tokens, words } from '../../../answers/answer.ts';
import type { Renderer } from '../../../answers/renderer.ts';
import type { Draft, ScriptedEvent } from '../../../answers/script.ts';
import type { JsonObject } from '../../../text/json.ts';
import { callObject } from '../codec/encode.ts';

export const ollamaRenderer: Renderer = { framing: 'json-lines', streamed, buffered };

const FINISH: Readonly<Record<string, string>> = { stop: 'stop', tool_calls: 'stop', length: 'length' };

/** Durations in nanoseconds: for each token, and for loading the model. */
const PER_TOKEN = 4_000_000;
const LOADING = 28_000_000;

/** Thoughts and text word by word, each call on its own line, and a last line with the reason and the counts. */
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

/** The counts, with the durations that follow from them. */
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
