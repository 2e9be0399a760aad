/**
 * Converts the messages of an OpenTelemetry span of a model call to Chat Completions, whichever conventions it follows.
 */
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { parseJson } from '../../text/wire-text.ts';

/** The attributes of a span by their full names. */
export type Attributes = ReadonlyMap<string, Json>;

/** An event of a span: one message, and who sent it. */
export interface TraceEvent {
  readonly name: string;
  readonly body: Json;
}

/** One model call, as a span describes it. */
export interface TracedCall {
  /** Messages of Chat Completions. */
  readonly messages: readonly JsonObject[];
  /** Null if the span does not contain them completely, so it is unknown what was offered. */
  readonly tools: readonly JsonObject[] | null;
  /** Null if the span does not contain it. */
  readonly answer: JsonObject | null;
  /** True if calls of the history have no id in the trace; recorders may omit ids. */
  readonly lacksIds: boolean;
}

interface Call {
  readonly id: Json;
  readonly name: Json;
  readonly arguments: Json;
}

interface Message {
  readonly role: Json;
  /** Null without a text. */
  readonly text: string | null;
  readonly calls: readonly Call[];
  readonly results: readonly { readonly id: Json; readonly text: string }[];
}

/** Reads one model call from a span. The answer is null if the trace omits ids that its calls may have had. */
export function tracedCall(attributes: Attributes, events: readonly TraceEvent[]): TracedCall {
  const said = [...systemOf(attributes), ...askedIn(attributes, events)];
  const [answer] = answersIn(attributes, events);
  return {
    messages: said.flatMap(chatMessages),
    tools: toolsIn(attributes),
    answer: answer === undefined ? null : assistantMessage(answer),
    lacksIds: said.some((message) => lacksIds(message)),
  };
}

/** Returns true if a call in a Chat Completions message has no id. */
export function isWithoutIds(message: JsonObject): boolean {
  const calls = message['tool_calls'];
  return Array.isArray(calls) && calls.some((call) => !isId(call.id));
}

function lacksIds({ calls, results }: Message): boolean {
  return [...calls, ...results].some(({ id }) => !isId(id));
}

function isId(id: Json): boolean {
  return typeof id === 'string' && id !== '';
}

function systemOf(attributes: Attributes): Message[] {
  const instructions = listOf(attributes.get('gen_ai.system_instructions'));
  return instructions.length === 0 ? [] : [messageOf({ role: 'system', parts: instructions })];
}

function askedIn(attributes: Attributes, events: readonly TraceEvent[]): Message[] {
  return firstOf(
    () => listOf(attributes.get('gen_ai.input.messages')).map(messageOf),
    () => eventMessages(events),
    () => listOf(attributes.get('gen_ai.prompt')).map(messageOf),
    () => itemsAt(attributes, 'gen_ai.prompt').map(flatMessage),
    () => itemsAt(attributes, 'llm.input_messages').map(flatMessage),
  );
}

function answersIn(attributes: Attributes, events: readonly TraceEvent[]): Message[] {
  const choices = events.filter(({ name }) => name === 'gen_ai.choice');
  return firstOf(
    () => listOf(attributes.get('gen_ai.output.messages')).map(messageOf),
    () =>
      choices.map(({ body }) =>
        messageOf(isObject(body) && isObject(body['message']) ? body['message'] : body),
      ),
    () => listOf(attributes.get('gen_ai.completion')).map(messageOf),
    () => itemsAt(attributes, 'gen_ai.completion').map(flatMessage),
    () => itemsAt(attributes, 'llm.output_messages').map(flatMessage),
  );
}

function firstOf(...sources: readonly (() => Message[])[]): Message[] {
  for (const source of sources) {
    const messages = source();
    if (messages.length > 0) return messages;
  }
  return [];
}

/** Semantic conventions 1.28 to 1.36: an event for each message. */
function eventMessages(events: readonly TraceEvent[]): Message[] {
  return events.flatMap(({ name, body }) => {
    const [, role] = /^gen_ai\.(system|user|assistant|tool)\.message$/u.exec(name) ?? [];
    return role === undefined || !isObject(body) ? [] : [messageOf({ role, ...body })];
  });
}

/** A list, given directly or as JSON text. */
function listOf(value: Json): readonly Json[] {
  const list = typeof value === 'string' ? parseJson(value) : value;
  return Array.isArray(list) ? list : [];
}

/** Reads a message with `parts`, as in the conventions from 1.37 on, or a Chat Completions message. */
function messageOf(message: Json): Message {
  if (!isObject(message)) return { role: null, text: textOf(message), calls: [], results: [] };
  const { role, parts, content } = message;
  if (!Array.isArray(parts)) {
    const id = message['tool_call_id'] ?? message['id'];
    return {
      role,
      text: role === 'tool' ? null : textOf(content),
      calls: listOf(message['tool_calls']).filter(isObject).map(callOf),
      results: role === 'tool' ? [{ id, text: textOf(content) ?? '' }] : [],
    };
  }
  const of = (type: string) => parts.filter(isObject).filter((part) => part['type'] === type);
  const texts = of('text').map((part) => textOf(part['content']) ?? '');
  return {
    role,
    text: texts.length === 0 ? null : texts.join(''),
    calls: of('tool_call').map(callOf),
    results: of('tool_call_response').map(({ id, response, result }) => ({
      id,
      text: textOf(response ?? result) ?? '',
    })),
  };
}

function callOf(call: JsonObject): Call {
  const { id, function: named } = call;
  const of = isObject(named) ? named : call;
  return { id, name: of['name'], arguments: of['arguments'] };
}

/** Reads a message from flat attributes, as in OpenLLMetry (`role`) and OpenInference (`message.role`). */
function flatMessage(given: Attributes): Message {
  const of = (name: string) => given.get(name) ?? given.get(`message.${name}`);
  const calls = [...itemsAt(given, 'tool_calls'), ...itemsAt(given, 'message.tool_calls')];
  const role = of('role');
  const pieces = itemsAt(given, 'message.contents').map((piece) => piece.get('message_content.text'));
  const text = textOf(of('content')) ?? (pieces.length === 0 ? null : pieces.map(textOf).join(''));
  return {
    role,
    text: role === 'tool' ? null : text,
    calls: calls.map((call) => ({
      id: call.get('id') ?? call.get('tool_call.id'),
      name: nameIn(call, 'name'),
      arguments: nameIn(call, 'arguments'),
    })),
    results: role === 'tool' ? [{ id: of('tool_call_id'), text: text ?? '' }] : [],
  };
}

function nameIn(call: Attributes, name: string): Json {
  return call.get(name) ?? call.get(`function.${name}`) ?? call.get(`tool_call.function.${name}`);
}

/** The attributes of each item of a list that is flattened as `name.0.key`. */
function itemsAt(attributes: Attributes, name: string): Attributes[] {
  const items = new Map<number, Map<string, Json>>();
  for (const [key, value] of attributes) {
    const [, index, rest] = key.startsWith(`${name}.`)
      ? (/^(\d+)\.(.+)$/u.exec(key.slice(name.length + 1)) ?? [])
      : [];
    if (index === undefined || rest === undefined) continue;
    const item = items.get(Number(index)) ?? new Map<string, Json>();
    items.set(Number(index), item.set(rest, value));
  }
  return [...items].toSorted(([one], [other]) => one - other).map(([, item]) => item);
}

/** Content as text: a string as it is, a list of parts as their texts, anything else as JSON; null if absent. */
function textOf(content: Json): string | null {
  if (content === undefined || content === null) return null;
  if (typeof content === 'string') return content;
  const texts = Array.isArray(content) ? content.map((part) => (isObject(part) ? part['text'] : part)) : [];
  const isText = texts.length > 0 && texts.every((text) => typeof text === 'string');
  return isText ? texts.join('') : jsonText(content);
}

/** The Chat Completions messages of one message, which may contain several results, even with the role of a user. */
function chatMessages(message: Message): JsonObject[] {
  const results = message.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }));
  if (message.calls.length > 0 || message.role === 'assistant' || message.role === 'model')
    return [assistantMessage(message), ...results];
  if (results.length > 0 && message.text === null) return results;
  return [...results, { role: message.role ?? 'user', content: message.text ?? '' }];
}

function assistantMessage({ text, calls }: Message): JsonObject {
  const listed = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : jsonText(given ?? {}) },
  }));
  return { role: 'assistant', content: text, ...(listed.length === 0 ? {} : { tool_calls: listed }) };
}

/** The offered tools; null if one lacks its parameters, which the conventions omit by default. */
function toolsIn(attributes: Attributes): JsonObject[] | null {
  const listed = listOf(attributes.get('gen_ai.tool.definitions'));
  const functions = itemsAt(attributes, 'llm.request.functions').map((item) => Object.fromEntries(item));
  const schemas = itemsAt(attributes, 'llm.tools').map((item) => objectOf(item.get('tool.json_schema')));
  const found = [listed, functions, schemas].find((list) => list.length > 0) ?? [];
  const tools = found.map(toolOf);
  const whole = tools.filter((tool) => tool !== null);
  return tools.length === 0 || whole.length < tools.length ? null : whole;
}

function toolOf(tool: Json): JsonObject | null {
  const about = isObject(tool) && isObject(tool['function']) ? tool['function'] : tool;
  if (!isObject(about)) return null;
  const { name, description } = about;
  const parameters = objectOf(about['parameters'] ?? about['input_schema']);
  if (!isObject(parameters)) return null;
  return { type: 'function', function: { name, description, parameters } };
}

function objectOf(value: Json): Json {
  return typeof value === 'string' ? parseJson(value) : value;
}
