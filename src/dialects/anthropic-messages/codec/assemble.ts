/**
 * Puts the events of a Messages answer together, as a lenient client would ("Anthropic Messages" in docs/reading.md). A
 * buffered answer is read by the same rules, each of its blocks being whole from the start.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  isFilled,
  isFilledText,
  isNatural,
  isPresent,
  listOf,
  textOrNull,
} from '../../../reading/presence.ts';
import type { AnswerError, Choice, Seen, ToolCall, Turn } from '../../../reading/reading.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { UsageMeter } from './usage.ts';

/** A content block, as its start and its deltas make it. */
export interface Block {
  /** As sent; in a body its place. */
  readonly index: Json;
  /** Empty when it has none. */
  readonly type: string;
  /** As it started. */
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  /** How many deltas came for it. */
  readonly deltas: number;
  /** A content_block_stop came for it; a body's are whole. */
  readonly stopped: boolean;
  /** Another model took over behind it and goes on from the texts alone, so clients drop its calls and thoughts. */
  readonly abandoned: boolean;
  /** Its text, or what it thinks. */
  readonly text: string;
  /** The last non-null one; undefined when none came. */
  readonly signature: Json;
  /** Of a call, also one that the provider runs itself: its input as JSON; undefined when it is none. */
  readonly input: Json;
}

/** One content_block_* event. */
export interface BlockEvent {
  readonly kind: 'start' | 'delta' | 'stop';
  readonly event: number | null;
  readonly json: JsonObject;
  /** The block that it is about: the latest with its index; null when none has started. */
  readonly block: Block | null;
  /** That block was still open. */
  readonly open: boolean;
}

export interface AssembledMessage {
  readonly turn: Turn;
  /** What message_start opened, or the body: the envelope of the answer. */
  readonly message: Seen<JsonObject> | null;
  /** In the order in which they started. */
  readonly blocks: readonly Block[];
  /** Every content_block_* event of a stream, in order. */
  readonly blockEvents: readonly BlockEvent[];
  /** Those of them that are no delta: the bounds of the blocks. */
  readonly bounds: readonly BlockEvent[];
  /** Each of them has an index that counts. */
  readonly isIndexed: boolean;
}

/** @param stray errors that no event with an object carries */
export function assembleStream(
  chunks: readonly Chunk[],
  stray: readonly AnswerError[] = [],
): AssembledMessage {
  const answer = new AnswerBuilder();
  for (const { event, sse, json } of chunks) {
    switch (json['type']) {
      case 'message_start':
        answer.open(json['message'], event, 'message');
        break;
      case 'content_block_start':
      case 'content_block_delta':
      case 'content_block_stop':
        answer.addBlockEvent(json, event);
        break;
      case 'message_delta':
        answer.finish(isObject(json['delta']) ? json['delta'] : {}, event, 'delta.');
        answer.count(json['usage'], event, 'usage', false);
        break;
    }
    if (!isErrorEvent(json) && sse?.name !== 'error') continue;
    answer.errors.push(
      isFilled(json['error'])
        ? { value: json['error'], event, path: 'error' }
        : { value: json, event, path: '' },
    );
  }
  append(answer.errors, stray);
  return answer.build('delta.');
}

export function assembleBody(body: JsonObject): AssembledMessage {
  const answer = new AnswerBuilder();
  if (isErrorEvent(body)) {
    answer.errors.push({ value: body['error'], event: null, path: 'error' });
  } else {
    answer.open(body, null, '');
    for (const [place, block] of listOf(body['content']).entries()) {
      if (isObject(block)) answer.addWhole(block, place);
    }
    answer.finish(body, null, '');
  }
  return answer.build('');
}

/** Of type `error`, or with an error that has anything in it. */
export function isErrorEvent({ type, error }: JsonObject): boolean {
  return type === 'error' || isFilled(error);
}

class AnswerBuilder {
  readonly errors: AnswerError[] = [];
  #message: Seen<JsonObject> | null = null;
  readonly #usage = new UsageMeter();
  readonly #strangeUsage: Seen[] = [];
  readonly #blocks: BlockBuilder[] = [];
  readonly #byIndex = new Map<Json, BlockBuilder>();
  readonly #blockEvents: BlockEvent[] = [];
  readonly #bounds: BlockEvent[] = [];
  #isIndexed = true;
  readonly #finishes: Seen[] = [];
  #started: Pick<Choice, 'event' | 'path'> | null = null;

  /** @param path of the message: empty in a body */
  open(message: Json, event: number | null, path: string): void {
    this.#started ??= { event, path };
    if (!isObject(message)) return;
    this.#message ??= { value: message, event, path };
    this.count(message['usage'], event, path === '' ? 'usage' : `${path}.usage`, true);
  }

  count(usage: Json, event: number | null, path: string, opens: boolean): void {
    if (isObject(usage)) this.#usage.add(usage, event, path, opens);
    else if (isPresent(usage)) this.#strangeUsage.push({ value: usage, event, path });
  }

  /** @param holder the object with stop_reason, and `prefix` what stands before its members in paths */
  finish({ stop_reason: value }: JsonObject, event: number | null, prefix: string): void {
    this.#started ??= { event, path: '' };
    if (isPresent(value)) this.#finishes.push({ value, event, path: `${prefix}stop_reason` });
  }

  addBlockEvent(json: JsonObject, event: number | null): void {
    this.#started ??= { event, path: '' };
    const { index, type } = json;
    this.#isIndexed &&= isNatural(index);
    if (type === 'content_block_start') {
      const block = isObject(json['content_block']) ? json['content_block'] : {};
      const started = new BlockBuilder(index, block, event, 'content_block');
      this.#blocks.push(started);
      this.#byIndex.set(index, started);
      this.#addBound({ kind: 'start', event, json, block: started, open: true });
      return;
    }
    // Without an index that counts, what comes belongs to the block that started last.
    const block = this.#byIndex.get(index) ?? (isNatural(index) ? undefined : this.#blocks.at(-1)) ?? null;
    const open = block !== null && !block.stopped;
    if (type === 'content_block_stop') {
      this.#addBound({ kind: 'stop', event, json, block, open });
      if (block !== null) block.stopped = true;
    } else {
      this.#blockEvents.push({ kind: 'delta', event, json, block, open });
      if (isObject(json['delta'])) block?.add(json['delta'], event);
    }
  }

  #addBound(bound: BlockEvent): void {
    this.#blockEvents.push(bound);
    this.#bounds.push(bound);
  }

  addWhole(block: JsonObject, place: number): void {
    const whole = new BlockBuilder(place, block, null, `content[${place}]`);
    whole.stopped = true;
    this.#blocks.push(whole);
  }

  #hasStrangeContent(): boolean {
    const content = this.#message?.value['content'];
    return isPresent(content) && !Array.isArray(content);
  }

  build(finishPrefix: string): AssembledMessage {
    const takeover = this.#blocks.findLastIndex(({ type }) => type === 'fallback');
    for (const [at, block] of this.#blocks.entries()) block.end(at < takeover);
    const blocks: readonly BlockBuilder[] = this.#blocks;
    const calls = blocks.flatMap((block) =>
      block.type === 'tool_use' && !block.abandoned ? [block.call()] : [],
    );
    const { model, id, provider } = this.#message?.value ?? {};
    const place = { event: this.#message?.event ?? null };
    const prefix = this.#message?.path === 'message' ? 'message.' : '';
    const turn: Turn = {
      choices: this.#started === null ? [] : [this.#choice(this.#started, calls, finishPrefix)],
      calls,
      usages: this.#usage.reports,
      strangeUsage: this.#strangeUsage,
      model: isFilledText(model) ? { ...place, value: model, path: `${prefix}model` } : null,
      id: textOrNull(id),
      upstreams: isFilledText(provider) ? [{ ...place, value: provider, path: `${prefix}provider` }] : [],
      errors: this.errors,
    };
    return {
      turn,
      message: this.#message,
      blocks,
      blockEvents: this.#blockEvents,
      bounds: this.#bounds,
      isIndexed: this.#isIndexed,
    };
  }

  #choice(
    { event, path }: Pick<Choice, 'event' | 'path'>,
    calls: readonly ToolCall[],
    finishPrefix: string,
  ): Choice {
    const texts = this.#blocks.filter(({ type }) => type === 'text');
    const textPieces: Seen<string>[] = [];
    for (const { pieces } of texts) for (const piece of pieces) textPieces.push(piece);
    const kept = this.#blocks.filter(({ abandoned }) => !abandoned);
    const thoughts = kept.filter(({ type }) => type === 'thinking');
    const firstThought = thoughts.find(({ pieces }) => pieces.length > 0)?.pieces[0];
    const text = texts.map((block) => block.text).join('');
    return {
      index: 0,
      event,
      path,
      text,
      textPieces,
      // Content that is no list of blocks is shape/content's affair.
      hasAnswer:
        text.trim() !== '' || this.#hasStrangeContent() || kept.some(({ type }) => !SILENT.has(type)),
      reasoning: thoughts.map((thought) => thought.text).join(''),
      reasoningSeen: firstThought ?? null,
      refusal: '',
      calls,
      otherCalls: this.#blocks
        .filter(({ type }) => isServerCall(type))
        .map((block) => ({ value: block.json['name'], event: block.event, path: `${block.path}.name` })),
      finishPath: `${finishPrefix}stop_reason`,
      finishes: this.#finishes,
    };
  }
}

/** Blocks that are no answer by being there: white space is none either. */
const SILENT: ReadonlySet<string> = new Set(['text', 'thinking', 'redacted_thinking', 'fallback']);

/** A call that the provider runs itself. */
export function isServerCall(type: string): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use';
}

/** Code that the model wrote made the call, not the model itself: it then comes whole. */
export function isMadeByCode({ caller }: JsonObject): boolean {
  return isObject(caller) && caller['type'] !== 'direct';
}

class BlockBuilder implements Block {
  readonly index: Json;
  readonly type: string;
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  deltas = 0;
  stopped = false;
  abandoned = false;
  text = '';
  signature: Json;
  input: Json;
  /** The non-empty pieces of its text or thoughts. */
  readonly pieces: Seen<string>[] = [];
  readonly #fragments: Seen<string>[] = [];
  readonly #strange: Seen[] = [];
  #arguments = '';

  constructor(index: Json, json: JsonObject, event: number | null, path: string) {
    this.index = index;
    this.type = textOrNull(json['type']) ?? '';
    this.json = json;
    this.event = event;
    this.path = path;
    if (isPresent(json['signature'])) this.signature = json['signature'];
    if (this.type === 'text' || this.type === 'thinking') {
      this.#say(json[this.type], event, `${path}.${this.type}`);
    }
  }

  add(delta: JsonObject, event: number | null): void {
    this.deltas += 1;
    switch (delta['type']) {
      case 'text_delta':
        if (this.type === 'text') this.#say(delta['text'], event, 'delta.text');
        break;
      case 'thinking_delta':
        if (this.type === 'thinking') this.#say(delta['thinking'], event, 'delta.thinking');
        break;
      case 'signature_delta':
        if (isPresent(delta['signature'])) this.signature = delta['signature'];
        break;
      case 'input_json_delta': {
        const value = delta['partial_json'];
        const place = { event, path: 'delta.partial_json' };
        if (typeof value === 'string') this.#fragments.push({ value, ...place });
        else this.#strange.push({ value, ...place });
        break;
      }
    }
  }

  #say(value: Json, event: number | null, path: string): void {
    if (isFilledText(value)) this.pieces.push({ value, event, path });
  }

  /** Nothing more comes: puts together what came. */
  end(abandoned: boolean): void {
    this.abandoned = abandoned;
    this.text = this.pieces.map(({ value }) => value).join('');
    if (this.type !== 'tool_use' && !isServerCall(this.type)) return;
    const { input } = this.json;
    this.#arguments = this.#fragments.map(({ value }) => value).join('');
    if (this.#arguments !== '') {
      this.input = parseJson(this.#arguments);
    } else if (this.event === null || isFilledObject(input)) {
      this.input = input;
      this.#arguments = input === undefined ? '' : jsonText(input);
      if (this.event === null && input !== undefined) {
        this.#fragments.push({ value: this.#arguments, event: null, path: `${this.path}.input` });
      }
    } else {
      // A tool without parameters: "" is {}.
      this.input = {};
    }
  }

  call(): ToolCall {
    const { event, path } = this;
    const { id, name, type } = this.json;
    return {
      choice: 0,
      id: isFilled(id) ? { value: id, event, path: `${path}.id` } : null,
      type: { value: type, event, path: `${path}.type` },
      name: isFilled(name) ? { value: name, event, path: `${path}.name` } : null,
      isFunction: true,
      arguments: this.#arguments,
      json: this.input,
      fragments: this.#fragments,
      strangeArguments: this.#strange,
      event,
      path,
      idPath: `${path}.id`,
      namePath: `${path}.name`,
      argumentsPath: `${path}.input`,
    };
  }
}

function isFilledObject(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0;
}
