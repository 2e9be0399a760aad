/**
 * Assembles the events of a Messages answer as a lenient client would ("Anthropic Messages" in docs/reading.md). A
 * buffered answer follows the same rules; each of its blocks is complete from the start.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import type { BlockAnswer, BlockEvent } from '../../../reading/blocks.ts';
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
import { type Block, BlockBuilder, isServerCall } from './block.ts';
import { UsageMeter } from './usage.ts';

export interface AssembledMessage extends BlockAnswer<Block> {
  /** The start and stop events of blocks. */
  readonly bounds: readonly BlockEvent<Block>[];
}

/** @param stray errors that are not in an event with a JSON object */
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

/** Returns true for type `error`, or for a non-empty error member. */
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
  readonly #blockEvents: BlockEvent<Block>[] = [];
  readonly #bounds: BlockEvent<Block>[] = [];
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

  /** @param holder the object with stop_reason; `prefix` precedes its members in paths */
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
    // An event without a valid index belongs to the block that started last.
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

  #addBound(bound: BlockEvent<Block>): void {
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
    const text = texts.map((block) => block.text).join('');
    return {
      index: 0,
      event,
      path,
      text,
      textPieces,
      // Content that is not a list may hold an answer; shape/content reports it.
      hasAnswer:
        text.trim() !== '' || this.#hasStrangeContent() || kept.some(({ type }) => !SILENT.has(type)),
      reasoning: thoughts.map((thought) => thought.text).join(''),
      reasoningPieces: thoughts.flatMap(({ pieces }) => pieces),
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

/** Blocks whose mere presence is not an answer. White space is not an answer either. */
const SILENT: ReadonlySet<string> = new Set(['text', 'thinking', 'redacted_thinking', 'fallback']);
