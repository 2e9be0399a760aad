/** Renders the answers of a conforming provider in the format of the Responses API. */
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
import { listOf } from '../../../reading/presence.ts';
import type { Served } from '../../../scenarios/script.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { moneyJson } from '../../openrouter/money.ts';
import { ENCRYPTED } from '../codec/encode.ts';
import { NAMES } from '../codec/usage.ts';

export const responsesRenderer: Renderer = { streamed, buffered };

/** The response as created and in progress, then each item opened, filled and closed, then the complete response. */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const begun = responseOf(envelope, { status: 'in_progress', output: [], usage: null });
  const items = itemsOf(envelope, answer);
  const whole = wholeResponse(envelope, answer, items);
  const ends = ENDS.has(wordOf(whole['status'])) ? wordOf(whole['status']) : 'completed';
  return numbered([
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap((item, index) => itemEvents(item, index)),
    { type: `response.${ends}`, response: whole },
  ]);
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  return structuredClone({ ...wholeResponse(envelope, answer, itemsOf(envelope, answer)) });
}

/** Adds the names of events, and numbers from 0. */
export function numbered(events: readonly JsonObject[]): ScriptedEvent[] {
  return events.map(({ type, ...rest }, at) => ({
    lines: [`event: ${wordOf(type)}`],
    data: structuredClone({ type, sequence_number: at, ...rest }),
  }));
}

/** A call in the form that answers and histories use. */
export function wholeCall({ id, name, arguments: text, isCustom }: AnsweredCall): JsonObject {
  if (isCustom === true) return { type: 'custom_tool_call', call_id: id, name, input: text };
  return { type: 'function_call', call_id: id, name, arguments: text };
}

/** Usage as ResponseUsage defines it, with OpenRouter's additions. */
export function usageJson({ prompt, completion, reasoning, cached = 0, bill }: Tokens): JsonObject {
  return {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: prompt + completion,
    ...moneyJson(bill, NAMES),
  };
}

export function usage(prompt: number, completion: number, reasoning = 0): JsonObject {
  return usageJson(tokens(prompt, completion, reasoning));
}

const ENDS: ReadonlySet<string> = new Set(['completed', 'incomplete', 'failed', 'cancelled']);
const CUT: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
};
const WHOLE: ReadonlySet<string> = new Set(['stop', 'tool_calls']);

function wholeResponse(
  envelope: Envelope,
  { finish, usage: taken }: Answer,
  items: readonly JsonObject[],
): JsonObject {
  const reason = CUT[finish];
  const status = reason !== undefined ? 'incomplete' : WHOLE.has(finish) ? 'completed' : finish;
  return responseOf(envelope, {
    status,
    output: items,
    usage: usageJson(taken),
    incomplete_details: reason === undefined ? null : { reason },
  });
}

/** The response object, with the settings of the request. */
export function responseOf({ id, created, model, asked = {} }: Envelope, rest: JsonObject): JsonObject {
  const reasoning = isObject(asked['reasoning']) ? asked['reasoning'] : {};
  return {
    id,
    object: 'response',
    created_at: created,
    completed_at: rest['status'] === 'completed' ? created : null,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked['instructions'] ?? null,
    max_output_tokens: asked['max_output_tokens'] ?? null,
    max_tool_calls: null,
    model,
    output: [],
    parallel_tool_calls: asked['parallel_tool_calls'] ?? true,
    presence_penalty: asked['presence_penalty'] ?? 0,
    frequency_penalty: asked['frequency_penalty'] ?? 0,
    previous_response_id: asked['previous_response_id'] ?? null,
    prompt_cache_key: asked['prompt_cache_key'] ?? null,
    reasoning: { effort: reasoning['effort'] ?? null, summary: reasoning['summary'] ?? null },
    safety_identifier: asked['safety_identifier'] ?? null,
    service_tier: 'default',
    store: asked['store'] ?? true,
    temperature: asked['temperature'] ?? 1,
    text: { format: { type: 'text' }, ...(isObject(asked['text']) ? asked['text'] : {}) },
    tool_choice: asked['tool_choice'] ?? 'auto',
    tools: asked['tools'] ?? [],
    top_logprobs: 0,
    top_p: asked['top_p'] ?? 1,
    truncation: asked['truncation'] ?? 'disabled',
    usage: null,
    user: asked['user'] ?? null,
    metadata: asked['metadata'] ?? {},
    ...rest,
  };
}

/** Returns a thought, then the text, then the calls. The last item of a truncated answer is incomplete. */
function itemsOf({ id, asked = {} }: Envelope, answer: Answer): JsonObject[] {
  const letters = id.replace(/^[a-z]+[_-]/u, '');
  const { reasoning, signature, served, text, calls = [], finish } = answer;
  const isReadable = signature !== undefined && listOf(asked['include']).includes(ENCRYPTED);
  const items: JsonObject[] = [];
  if (reasoning !== undefined) {
    items.push({
      id: `rs_${letters}`,
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: reasoning }],
      ...(isReadable ? { encrypted_content: signature } : {}),
    });
  }
  if (served !== undefined) append(items, servedItems(served, letters, asked));
  if (text !== undefined) {
    items.push({
      id: `msg_${letters}`,
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    });
  }
  // Code that waits for its calls leaves them in progress.
  const made =
    served?.kind === 'code'
      ? { status: 'in_progress', caller: { type: 'program', caller_id: programOf(letters) } }
      : { status: 'completed' };
  for (const [at, call] of calls.entries()) {
    const id = `${call.isCustom === true ? 'ctc' : 'fc'}_${letters}${at}`;
    items.push({ id, ...made, ...wholeCall(call) });
  }
  const last = items.at(-1);
  if (CUT[finish] === undefined || last === undefined || last['status'] === undefined) return items;
  return [...items.slice(0, -1), { ...last, status: 'incomplete' }];
}

/** The id of an answer's program, which its calls refer to. */
function programOf(letters: string): string {
  return `call_${letters}`;
}

/** The items of server tools: a web search is one item, a tool search has a second item for its results. */
function servedItems(served: Served, letters: string, asked: JsonObject): JsonObject[] {
  if (served.kind === 'web-search') {
    const action = { type: 'search', query: served.query };
    return [{ id: `ws_${letters}`, type: 'web_search_call', status: 'completed', action }];
  }
  if (served.kind === 'code-execution') {
    const { code } = served;
    const ran = { status: 'completed', code, container_id: `cntr_${letters}`, outputs: null };
    return [{ id: `ci_${letters}`, type: 'code_interpreter_call', ...ran }];
  }
  if (served.kind === 'code') {
    const { code } = served;
    return [
      { id: `prog_${letters}`, type: 'program', call_id: programOf(letters), code, fingerprint: letters },
    ];
  }
  if (served.kind === 'code-output') {
    const program = partsOf(asked['input']).findLast(({ type }) => type === 'program');
    const by = { call_id: program?.['call_id'] ?? null, status: 'completed' };
    return [{ id: `po_${letters}`, type: 'program_output', ...by, result: served.output }];
  }
  const by = { execution: 'server', call_id: null, status: 'completed' };
  const tools = partsOf(asked['tools']).filter(({ name }) => served.found.includes(wordOf(name)));
  return [
    { id: `tsc_${letters}`, type: 'tool_search_call', ...by, arguments: { paths: served.found } },
    { id: `tso_${letters}`, type: 'tool_search_output', ...by, tools },
  ];
}

function itemEvents(item: JsonObject, index: number): JsonObject[] {
  const place = { item_id: item['id'], output_index: index };
  const begun = {
    ...item,
    ...(item['status'] === undefined ? {} : { status: 'in_progress' }),
    ...EMPTY[wordOf(item['type'])],
  };
  return [
    { type: 'response.output_item.added', output_index: index, item: begun },
    ...insideOf(item, place),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** The members that are empty when an item is announced. */
const EMPTY: Readonly<Record<string, JsonObject>> = {
  message: { content: [] },
  reasoning: { summary: [] },
  function_call: { arguments: '' },
  custom_tool_call: { input: '' },
  code_interpreter_call: { code: '' },
};

function insideOf(item: JsonObject, place: JsonObject): JsonObject[] {
  switch (item['type']) {
    case 'message':
      return partsOf(item['content']).flatMap((part, at) => {
        const where = { ...place, content_index: at };
        const text = wordOf(part['text']);
        return [
          { type: 'response.content_part.added', ...where, part: { ...part, text: '' } },
          ...words(text).map((delta) => ({
            type: 'response.output_text.delta',
            ...where,
            delta,
            logprobs: [],
          })),
          { type: 'response.output_text.done', ...where, text, logprobs: [] },
          { type: 'response.content_part.done', ...where, part },
        ];
      });
    case 'reasoning':
      return partsOf(item['summary']).flatMap((part, at) => {
        const where = { ...place, summary_index: at };
        const text = wordOf(part['text']);
        return [
          { type: 'response.reasoning_summary_part.added', ...where, part: { ...part, text: '' } },
          ...words(text).map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...where, delta })),
          { type: 'response.reasoning_summary_text.done', ...where, text },
          { type: 'response.reasoning_summary_part.done', ...where, part },
        ];
      });
    case 'web_search_call':
      return ['in_progress', 'searching', 'completed'].map((stage) => ({
        type: `response.web_search_call.${stage}`,
        ...place,
      }));
    case 'code_interpreter_call':
      return codeEvents(place, wordOf(item['code']));
    case 'tool_search_call':
    case 'tool_search_output':
    case 'program':
    case 'program_output':
      return [];
    case 'custom_tool_call': {
      const text = wordOf(item['input']);
      return [
        ...fragments(text).map((delta) => ({
          type: 'response.custom_tool_call_input.delta',
          ...place,
          delta,
        })),
        { type: 'response.custom_tool_call_input.done', ...place, input: text },
      ];
    }
    default: {
      const text = wordOf(item['arguments']);
      return [
        ...fragments(text).map((delta) => ({
          type: 'response.function_call_arguments.delta',
          ...place,
          delta,
        })),
        { type: 'response.function_call_arguments.done', ...place, arguments: text },
      ];
    }
  }
}

function codeEvents(place: JsonObject, code: string): JsonObject[] {
  const about = (type: string, more: JsonObject = {}) => ({ type: `response.${type}`, ...place, ...more });
  return [
    about('code_interpreter_call.in_progress'),
    ...fragments(code).map((delta) => about('code_interpreter_call_code.delta', { delta })),
    about('code_interpreter_call_code.done', { code }),
    about('code_interpreter_call.interpreting'),
    about('code_interpreter_call.completed'),
  ];
}

function partsOf(list: Json): JsonObject[] {
  return listOf(list).filter(isObject);
}
