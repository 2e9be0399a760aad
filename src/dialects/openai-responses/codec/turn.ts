/** Converts the items of an answer to the turn that all dialects share. */

import { isFilled, isFilledText, isPresent, listOf } from '../../../reading/presence.ts';
import type { AnswerError, Choice, Seen, ToolCall, Turn } from '../../../reading/reading.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { terms } from '../terms.ts';
import { copiesOf, copyOf, GIVEN, type Item, type ItemCopy, joined, type Thread, typeOf } from './items.ts';
import { conversationId } from './request.ts';
import type { SeenResponse, TypedEvent } from './seen.ts';
import { readUsage } from './usage.ts';

export function turnOf(
  responses: readonly SeenResponse[],
  errorEvents: readonly TypedEvent[],
  items: readonly Item[],
  stray: readonly AnswerError[] = [],
): { turn: Turn; truncated: boolean; cutOff: boolean } {
  const finishes = responses.flatMap(finishOf);
  const errors = [...errorEvents.map(errorOf), ...responses.flatMap(failureOf), ...stray];
  const choice = choiceOf(items, responses, finishes);
  const last = responses.findLast(({ ends, type }) => ends !== null || type === null);
  const usage = last?.json['usage'];
  const usageSeen = { value: usage, event: last?.event ?? null, path: memberPath(last, 'usage') };
  const model = responses.findLast(({ json }) => isFilledText(json['model']));
  const named = responses.findLast(({ json }) => isFilledText(json['id']));
  const conversation = responses.flatMap(({ json }) => conversationId(json['conversation']) ?? []).at(-1);
  const truncated = finishes.length === 0 && errors.length === 0;
  return {
    turn: {
      choices: responses.length === 0 && items.length === 0 ? [] : [choice],
      calls: choice.calls,
      usages: isObject(usage) ? [readUsage(usage, usageSeen.event, usageSeen.path)] : [],
      strangeUsage: isPresent(usage) && !isObject(usage) ? [usageSeen] : [],
      model:
        model === undefined
          ? null
          : { value: wordOf(model.json['model']), event: model.event, path: memberPath(model, 'model') },
      id: named === undefined ? null : wordOf(named.json['id']),
      ...(conversation === undefined ? {} : { conversation }),
      upstreams: [],
      errors,
    },
    truncated,
    cutOff:
      truncated ||
      errorEvents.length + stray.length > 0 ||
      finishes.some(({ value }) => terms.cut.includes(wordOf(value))),
  };
}

/** Returns the path of a member of a response object in its event or body. */
export function memberPath(response: Pick<SeenResponse, 'path'> | undefined, member: string): string {
  return response === undefined || response.path === '' ? member : `${response.path}.${member}`;
}

const UNFINISHED: ReadonlySet<Json> = new Set(['queued', 'in_progress']);

/** A terminal event ends an answer even without a status. A body ends it if its status is final. */
function finishOf({ json, ends, type, event, path }: SeenResponse): Seen[] {
  const { status } = json;
  const place = { event, path: memberPath({ path }, 'status') };
  if (type !== null) return ends === null ? [] : [{ value: isFilled(status) ? status : ends, ...place }];
  return isFilled(status) && !UNFINISHED.has(status) ? [{ value: status, ...place }] : [];
}

/** In OpenAI's document, the error members are at the top level; its servers send them in a member `error`. */
function errorOf({ json, event }: TypedEvent): Seen {
  return isPresent(json['error'])
    ? { value: json['error'], event, path: 'error' }
    : { value: json, event, path: '' };
}

function failureOf({ json, ends, type, event, path }: SeenResponse): Seen[] {
  const place = { event, path: memberPath({ path }, 'error') };
  if (type === null) return isFilled(json['error']) ? [{ value: json['error'], ...place }] : [];
  return ends === 'failed' ? [{ value: json['error'], ...place }] : [];
}

function choiceOf(
  items: readonly Item[],
  responses: readonly SeenResponse[],
  finishes: readonly Seen[],
): Choice {
  const textPieces: Seen<string>[] = [];
  const reasoningPieces: Seen<string>[] = [];
  const calls: ToolCall[] = [];
  const otherCalls: Seen[] = [];
  let refusal = '';
  let hasOther = false;
  for (const item of items) {
    const type = typeOf(item);
    const copy = copyOf(item);
    if (type === 'message' || (type === '' && copy === null)) {
      const said = messageOf(item, copy);
      append(textPieces, said.text);
      refusal += said.refusal;
      hasOther ||= said.strange;
    } else if (type === 'reasoning') {
      append(reasoningPieces, reasoningOf(item, copy));
    } else if (GIVEN[type] !== undefined && copy !== null) {
      calls.push(callOf(item, copy));
    } else {
      hasOther = true;
      if (isOtherCall(type) && copy !== null) otherCalls.push(otherCallOf(copy));
    }
  }
  const [first] = responses;
  const text = textPieces.map(({ value }) => value).join('');
  const end = responses.findLast(({ ends, type }) => ends !== null || type === null) ?? first;
  return {
    index: 0,
    event: first?.event ?? null,
    path: memberPath(end, 'output'),
    text,
    textPieces,
    // Output that is not a list may hold an answer; shape/* reports it.
    hasAnswer:
      text !== '' || refusal !== '' || calls.length > 0 || hasOther || !Array.isArray(end?.json['output']),
    reasoning: reasoningPieces.map(({ value }) => value).join(''),
    reasoningPieces,
    refusal,
    calls,
    otherCalls,
    finishPath: memberPath(end, 'status'),
    finishes,
  };
}

/** Call types that do not end in `_call`: an approval request, and a program of programmatic tool calling. */
const UNUSUAL_CALLS: ReadonlySet<string> = new Set(['mcp_approval_request', 'program']);

/** Returns true for calls of server tools. OpenRouter gives its calls the type of the tool. */
function isOtherCall(type: string): boolean {
  return type.endsWith('_call') || type.startsWith('openrouter:') || UNUSUAL_CALLS.has(type);
}

function otherCallOf({ json, event, path }: ItemCopy): Seen {
  return isFilled(json['name'])
    ? { value: json['name'], event, path: `${path}.name` }
    : { value: json['type'], event, path: `${path}.type` };
}

function callOf(item: Item, copy: ItemCopy): ToolCall {
  const { json, event, path } = copy;
  const isFunction = typeOf(item) === 'function_call';
  const given = GIVEN[typeOf(item)] ?? 'arguments';
  const { fragments, strange } = argumentsOf(item, copy, given);
  const text = fragments.map(({ value }) => value).join('');
  const seen = (member: string): Seen | null =>
    isFilled(json[member]) ? { value: json[member], event, path: `${path}.${member}` } : null;
  const otherIds = copiesOf(item)
    .map((other) => ({ value: other.json['call_id'], event: other.event, path: `${other.path}.call_id` }))
    .filter(({ value }) => isFilled(value) && value !== json['call_id']);
  return {
    choice: 0,
    id: seen('call_id'),
    ...(otherIds.length === 0 ? {} : { otherIds }),
    type: seen('type'),
    name: seen('name'),
    isFunction,
    ...(isObject(json['caller']) && json['caller']['type'] === 'program' ? { caller: json['caller'] } : {}),
    ...(isFilled(json['namespace']) ? { inNamespace: true } : {}),
    ...(isFunction
      ? { arguments: text, json: parseJson(text), fragments, strangeArguments: strange }
      : { input: text, arguments: '', json: undefined, fragments: [], strangeArguments: [] }),
    event,
    path,
    idPath: `${path}.call_id`,
    namePath: `${path}.name`,
    argumentsPath: `${path}.${given}`,
  };
}

/** Returns the whole arguments of the item; in the streamed pieces if their sum is the same. */
function argumentsOf(
  item: Item,
  copy: ItemCopy,
  member: string,
): { fragments: Seen<string>[]; strange: Seen[] } {
  const { deltas, wholes } = item.arguments;
  const stated = { value: copy.json[member], event: copy.event, path: `${copy.path}.${member}` };
  const isClosed = copy.stage !== 'added';
  if (isClosed && stated.value !== undefined && typeof stated.value !== 'string') {
    return { fragments: [], strange: [stated] };
  }
  const whole = isClosed ? stated : wholes.find(({ value }) => typeof value === 'string');
  if (isText(whole)) return { fragments: piecesOf(deltas, whole), strange: [] };
  const started = isText(stated) && stated.value !== '' && deltas.length === 0 ? [stated] : [];
  return {
    fragments: [...started, ...deltas.filter(isText)],
    strange: deltas.filter(({ value }) => typeof value !== 'string'),
  };
}

function piecesOf(deltas: readonly Seen[], whole: Seen<string>): Seen<string>[] {
  const pieces = deltas.filter(isText);
  return pieces.length > 0 && joined(pieces) === whole.value ? pieces : [whole];
}

function isText(seen: Seen | undefined): seen is Seen<string> {
  return typeof seen?.value === 'string';
}

interface Said {
  readonly text: Seen<string>[];
  readonly refusal: string;
  /** True for content that is neither text nor a refusal; shape/content reports it. */
  readonly strange: boolean;
}

function messageOf(item: Item, copy: ItemCopy | null): Said {
  if (copy === null || copy.stage === 'added') {
    return { text: item.content.flatMap(({ deltas }) => deltas.filter(isText)), refusal: '', strange: false };
  }
  const { content } = copy.json;
  if (!Array.isArray(content)) return { text: [], refusal: '', strange: isFilled(content) };
  const text: Seen<string>[] = [];
  let refusal = '';
  let strange = false;
  for (const [at, part] of content.entries()) {
    const whole = { event: copy.event, path: `${copy.path}.content[${at}].text` };
    if (!isObject(part)) strange = true;
    else if (typeof part['text'] === 'string') {
      if (part['text'] !== '')
        append(text, piecesOf(threadAt(item.content, at), { value: part['text'], ...whole }));
    } else if (typeof part['refusal'] === 'string') refusal += part['refusal'];
    else strange = true;
  }
  return { text, refusal, strange };
}

function reasoningOf(item: Item, copy: ItemCopy | null): Seen<string>[] {
  if (copy === null || copy.stage === 'added') {
    return [...item.summary, ...item.content].flatMap(({ deltas }) => deltas.filter(isText));
  }
  return (['summary', 'content'] as const).flatMap((member) =>
    listOf(copy.json[member]).flatMap((part: Json, at) =>
      isObject(part) && isFilledText(part['text'])
        ? [{ value: part['text'], event: copy.event, path: `${copy.path}.${member}[${at}].text` }]
        : [],
    ),
  );
}

function threadAt(threads: readonly Thread[], at: number): readonly Seen[] {
  return threads.find(({ index }) => index === at)?.deltas ?? [];
}
