/**
 * Assembles the events of a Converse answer as a lenient client would ("Bedrock Converse" in docs/reading.md). A
 * buffered answer follows the same rules; each of its blocks is complete from the start.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import type { BlockAnswer, BlockEvent } from '../../../reading/blocks.ts';
import { isFilled, isFilledText, isNatural, isPresent, listOf } from '../../../reading/presence.ts';
import type { AnswerError, Choice, Seen, Turn, UsageReport } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { type Block, BlockBuilder } from './block.ts';
import { isPaired, isServed, ranBy } from './request.ts';
import { memberOf, objectIn } from './union.ts';
import { readUsage } from './usage.ts';

/** @param stray errors that are not in an event with a JSON object */
export function assembleStream(
  chunks: readonly Chunk[],
  stray: readonly AnswerError[] = [],
): BlockAnswer<Block> {
  const answer = new AnswerBuilder('stopReason');
  for (const { event, sse, json } of chunks) {
    switch (sse?.name) {
      case 'messageStart':
        answer.open(json, event, '');
        break;
      case 'contentBlockStart':
        answer.start(json, event);
        break;
      case 'contentBlockDelta':
        answer.add(json, event);
        break;
      case 'contentBlockStop':
        answer.stop(json, event);
        break;
      case 'messageStop':
        answer.finish(json['stopReason'], event);
        break;
      case 'metadata':
        answer.count(json['usage'], event);
        break;
      default:
        if (isFilled(json['error'])) answer.fail({ value: json['error'], event, path: 'error' });
    }
  }
  for (const error of stray) answer.fail(error);
  return answer.build();
}

export function assembleBody(body: JsonObject): BlockAnswer<Block> {
  const answer = new AnswerBuilder('stopReason');
  if (isErrorBody(body)) {
    answer.fail({ value: body, event: null, path: '' });
    return answer.build();
  }
  const { message } = objectIn(body, 'output');
  answer.open(message, null, 'output.message');
  for (const [place, block] of listOf(isObject(message) ? message['content'] : undefined).entries()) {
    if (isObject(block)) answer.addWhole(block, place);
  }
  answer.finish(body['stopReason'], null);
  answer.count(body['usage'], null);
  return answer.build();
}

/** Returns true if the body is an error instead of an answer. */
function isErrorBody({ output, message, Message }: JsonObject): boolean {
  return !isPresent(output) && (isFilledText(message) || isFilledText(Message));
}

/** Blocks whose mere presence is not an answer. White space is not an answer either. */
const SILENT: ReadonlySet<string> = new Set([
  '',
  'text',
  'citationsContent',
  'reasoningContent',
  'cachePoint',
]);

class AnswerBuilder {
  readonly #finishPath: string;
  readonly #errors: AnswerError[] = [];
  readonly #usages: UsageReport[] = [];
  readonly #strangeUsage: Seen[] = [];
  readonly #blocks: BlockBuilder[] = [];
  readonly #byIndex = new Map<Json, BlockBuilder>();
  readonly #blockEvents: BlockEvent<Block>[] = [];
  readonly #finishes: Seen[] = [];
  #message: Seen<JsonObject> | null = null;
  #isIndexed = true;
  #started: Pick<Choice, 'event' | 'path'> | null = null;

  constructor(finishPath: string) {
    this.#finishPath = finishPath;
  }

  open(message: Json, event: number | null, path: string): void {
    this.#started ??= { event, path };
    if (isObject(message)) this.#message ??= { value: message, event, path };
  }

  finish(value: Json, event: number | null): void {
    this.#started ??= { event, path: '' };
    if (isPresent(value)) this.#finishes.push({ value, event, path: this.#finishPath });
  }

  count(usage: Json, event: number | null): void {
    if (isObject(usage)) this.#usages.push(readUsage(usage, event, 'usage'));
    else if (isPresent(usage)) this.#strangeUsage.push({ value: usage, event, path: 'usage' });
  }

  fail(error: AnswerError): void {
    this.#errors.push(error);
  }

  start(json: JsonObject, event: number | null): void {
    const index = this.#indexIn(json, event);
    const type = memberOf(json['start']);
    const block = new BlockBuilder({
      index,
      type,
      json: objectIn(json['start'], type),
      event,
      path: `start.${type}`,
      announced: true,
    });
    this.#blocks.push(block);
    this.#byIndex.set(index, block);
    this.#blockEvents.push({ kind: 'start', event, json, block, open: true });
  }

  /** Adds a delta. Text, thoughts and citations have no start event: their first delta opens the block. */
  add(json: JsonObject, event: number | null): void {
    const index = this.#indexIn(json, event);
    const type = memberOf(json['delta']);
    let block = this.#blockOf(index);
    const opens = block === null && OPENED_BY_DELTA[type] !== undefined;
    if (opens) {
      const opened = OPENED_BY_DELTA[type] ?? type;
      block = new BlockBuilder({
        index,
        type: opened,
        json: {},
        event,
        path: `delta.${type}`,
        announced: false,
      });
      this.#blocks.push(block);
      this.#byIndex.set(index, block);
    }
    this.#blockEvents.push({ kind: 'delta', event, json, block, open: block !== null && !block.stopped });
    block?.add(type, isObject(json['delta']) ? json['delta'] : {}, event);
  }

  stop(json: JsonObject, event: number | null): void {
    const block = this.#blockOf(this.#indexIn(json, event));
    this.#blockEvents.push({ kind: 'stop', event, json, block, open: block !== null && !block.stopped });
    if (block !== null) block.stopped = true;
  }

  addWhole(union: JsonObject, place: number): void {
    const type = memberOf(union);
    const path = `output.message.content[${place}].${type}`;
    const held = union[type];
    const json = isObject(held) ? held : {};
    const block = new BlockBuilder({ index: place, type, json, event: null, path, announced: true });
    block.stopped = true;
    block.takeWhole(held);
    this.#blocks.push(block);
  }

  #indexIn({ contentBlockIndex: index }: JsonObject, event: number | null): Json {
    this.#started ??= { event, path: '' };
    this.#isIndexed &&= isNatural(index);
    return index;
  }

  /** An event without a valid index belongs to the block that started last. */
  #blockOf(index: Json): BlockBuilder | null {
    return this.#byIndex.get(index) ?? (isNatural(index) ? undefined : this.#blocks.at(-1)) ?? null;
  }

  build(): BlockAnswer<Block> {
    const ran = ranBy(this.#blocks.filter(({ type }) => type === 'toolResult').map(({ json }) => json));
    for (const block of this.#blocks) {
      block.end();
      block.served = isPaired(block) && isServed(block.json, ran);
    }
    const calls = this.#blocks.flatMap((block) =>
      block.type === 'toolUse' && !block.served ? [block.call()] : [],
    );
    const turn: Turn = {
      choices: this.#started === null ? [] : [this.#choice(this.#started, calls)],
      calls,
      usages: this.#usages,
      strangeUsage: this.#strangeUsage,
      model: null,
      id: null,
      upstreams: [],
      errors: this.#errors,
    };
    return {
      turn,
      message: this.#message,
      blocks: this.#blocks,
      blockEvents: this.#blockEvents,
      isIndexed: this.#isIndexed,
    };
  }

  #choice({ event, path }: Pick<Choice, 'event' | 'path'>, calls: Choice['calls']): Choice {
    const texts = this.#blocks.filter(({ type }) => type === 'text' || type === 'citationsContent');
    const thoughts = this.#blocks.filter(({ type }) => type === 'reasoningContent');
    const text = texts.map((block) => block.text).join('');
    return {
      index: 0,
      event,
      path,
      text,
      textPieces: texts.flatMap(({ pieces }) => pieces),
      hasAnswer: text.trim() !== '' || this.#blocks.some(({ type }) => !SILENT.has(type)),
      reasoning: thoughts.map((thought) => thought.text).join(''),
      reasoningPieces: thoughts.flatMap(({ pieces }) => pieces),
      refusal: '',
      calls,
      otherCalls: this.#blocks
        .filter((block) => block.type === 'toolUse' && block.served)
        .map((block) => ({ value: block.json['name'], event: block.event, path: `${block.path}.name` })),
      finishPath: this.#finishPath,
      finishes: this.#finishes,
    };
  }
}

/** The deltas that may open a block, and the type of that block. */
const OPENED_BY_DELTA: Readonly<Record<string, string>> = {
  text: 'text',
  reasoningContent: 'reasoningContent',
  citation: 'citationsContent',
};
