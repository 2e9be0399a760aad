/** Renders the answers of a conforming provider in the Chat Completions format. */
import {
  type Answer,
  type AnsweredCall,
  type Envelope,
  fragments,
  type Tokens,
  tokens,
  words,
} from '../../../answers/answer.ts';
import type { Renderer } from '../../../answers/renderer.ts';
import type { Draft, ScriptedEvent } from '../../../answers/script.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { moneyJson } from '../../openrouter/money.ts';

/** The end mark of a stream. */
export const DONE = '[DONE]';

export const chatRenderer: Renderer = { streamed, buffered };

/** Role, reasoning, text word by word, each call in a start and fragments, finish, usage if requested, end mark. */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const withUsage = asksForUsage(envelope);
  const chunk = (choices: Json[], usage: JsonObject | null): ScriptedEvent => ({
    lines: [],
    data: structuredClone({
      ...headOf(envelope, 'chat.completion.chunk'),
      choices,
      ...(withUsage ? { usage } : {}),
    }),
  });
  const delta = (json: JsonObject, finish: string | null = null): ScriptedEvent =>
    chunk([{ index: 0, delta: json, logprobs: null, finish_reason: finish }], null);
  return [
    delta({ role: 'assistant', content: '' }),
    ...words(answer.reasoning).map((word) => delta({ reasoning: word })),
    ...words(answer.text).map((word) => delta({ content: word })),
    ...(answer.calls ?? []).flatMap((call, index) => callDeltas(call, index).map((json) => delta(json))),
    delta({}, answer.finish),
    ...(withUsage ? [chunk([], usageJson(answer.usage))] : []),
    { lines: [], data: DONE },
  ];
}

function asksForUsage({ asked }: Envelope): boolean {
  const [options, openRouters] = [asked?.['stream_options'], asked?.['usage']];
  return (
    (isObject(options) && options['include_usage'] === true) ||
    (isObject(openRouters) && openRouters['include'] === true)
  );
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  const message: JsonObject = {
    role: 'assistant',
    content: answer.text ?? null,
    refusal: null,
    ...(answer.reasoning === undefined ? {} : { reasoning: answer.reasoning }),
    ...(answer.calls === undefined ? {} : { tool_calls: answer.calls.map(wholeCall) }),
  };
  return structuredClone({
    ...headOf(envelope, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish }],
    usage: usageJson(answer.usage),
  });
}

/** A call as a body has it, in answers and in histories. */
export function wholeCall({ id, name, arguments: text, isCustom }: AnsweredCall): JsonObject {
  if (isCustom === true) return { id, type: 'custom', custom: { name, input: text } };
  return { id, type: 'function', function: { name, arguments: text } };
}

/** Usage as CompletionUsage defines it, with OpenRouter's additions. */
export function usageJson({ prompt, completion, reasoning, cached = 0, bill }: Tokens): JsonObject {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    ...moneyJson(bill),
  };
}

export function usage(prompt: number, completion: number, reasoning = 0): JsonObject {
  return usageJson(tokens(prompt, completion, reasoning));
}

function headOf({ provider, id, created, model }: Envelope, object: string): JsonObject {
  return { id, ...(provider === undefined ? {} : { provider }), object, created, model };
}

function callDeltas({ id, name, arguments: text, isCustom }: AnsweredCall, index: number): JsonObject[] {
  const [type, member] = isCustom === true ? ['custom', 'input'] : ['function', 'arguments'];
  const start = { index, id, type, [type]: { name, [member]: '' } };
  return [
    { tool_calls: [start] },
    ...fragments(text).map((fragment) => ({ tool_calls: [{ index, [type]: { [member]: fragment } }] })),
  ];
}
