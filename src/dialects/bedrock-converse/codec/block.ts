/** One content block, put together from its start and its deltas, or taken whole from a body. */

import { type ContentBlock, callOfBlock } from '../../../reading/blocks.ts';
import { isFilledText, isPresent, listOf } from '../../../reading/presence.ts';
import type { Seen, ToolCall } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { objectIn } from './union.ts';

/** A content block, as its start and its deltas make it. */
export interface Block extends ContentBlock {
  /** Which member of the union it is; empty where it is none. */
  readonly type: string;
  /** The member as it started, or came whole; of a block that its first delta opens an empty object. */
  readonly json: JsonObject;
  /** A contentBlockStart opened it, and not its first delta. */
  readonly announced: boolean;
  /** Its text, or what it thinks. */
  readonly text: string;
  /** What proves a thought; undefined where none came. */
  readonly signature: Json;
  /** What stands in for a thought that may not be read. */
  readonly redacted: string;
  /** Of a call: its input as JSON; undefined when it is none. */
  readonly input: Json;
  /** The same as the text that came. */
  readonly arguments: string;
  /** Of a result: its content, pieces of one text put together. */
  readonly content: readonly Json[];
  /** A call that the provider runs itself, or its result. */
  readonly served: boolean;
}

type Opening = Pick<Block, 'index' | 'type' | 'json' | 'event' | 'path' | 'announced'>;

export class BlockBuilder implements Block {
  readonly index: Json;
  readonly type: string;
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  readonly announced: boolean;
  deltas = 0;
  stopped = false;
  text = '';
  signature: Json;
  redacted = '';
  input: Json;
  content: Json[] = [];
  served = false;
  /** The non-empty pieces of its text or thoughts. */
  readonly pieces: Seen<string>[] = [];
  readonly #fragments: Seen<string>[] = [];
  readonly #strange: Seen[] = [];
  arguments = '';

  constructor({ index, type, json, event, path, announced }: Opening) {
    this.index = index;
    this.type = type;
    this.json = json;
    this.event = event;
    this.path = path;
    this.announced = announced;
  }

  /** @param type which member of the union the delta is */
  add(type: string, delta: JsonObject, event: number | null): void {
    this.deltas += 1;
    if (type === 'text') this.#say(delta['text'], event, 'delta.text');
    if (type === 'reasoningContent') this.#think(objectIn(delta, type), event);
    if (type === 'toolResult') for (const piece of listOf(delta[type])) this.#bring(piece);
    if (type === 'toolUse' && this.type === 'toolUse') {
      const value = objectIn(delta, type)['input'];
      const place = { event, path: 'delta.toolUse.input' };
      if (typeof value === 'string') this.#fragments.push({ value, ...place });
      else if (value !== undefined) this.#strange.push({ value, ...place });
    }
  }

  #bring(piece: Json): void {
    const before = this.content.at(-1);
    const isGoingOn =
      isObject(piece) && isObject(before) && isPresent(piece['text']) && isPresent(before['text']);
    if (isGoingOn) this.content.splice(-1, 1, { text: wordOf(before['text']) + wordOf(piece['text']) });
    else this.content.push(piece);
  }

  #think({ text, signature, redactedContent }: JsonObject, event: number | null): void {
    this.#say(text, event, 'delta.reasoningContent.text');
    if (isPresent(signature)) this.#sign(signature);
    if (typeof redactedContent === 'string') this.redacted += redactedContent;
  }

  /** It may come in pieces. */
  #sign(signature: Json): void {
    const before = this.signature;
    this.signature =
      typeof before === 'string' && typeof signature === 'string' ? before + signature : signature;
  }

  /** @param held what the member of the union holds: a text, or an object */
  takeWhole(held: Json): void {
    if (this.type === 'text') this.#say(held, null, this.path);
    if (this.type === 'citationsContent') {
      for (const [place, part] of listOf(this.json['content']).entries()) {
        this.#say(isObject(part) ? part['text'] : undefined, null, `${this.path}.content[${place}].text`);
      }
    }
    if (this.type === 'reasoningContent') {
      const { text, signature } = objectIn(this.json, 'reasoningText');
      this.#say(text, null, `${this.path}.reasoningText.text`);
      if (isPresent(signature)) this.signature = signature;
      const { redactedContent } = this.json;
      if (typeof redactedContent === 'string') this.redacted = redactedContent;
    }
    const { input, content } = this.json;
    if (this.type === 'toolResult') this.content = [...listOf(content)];
    if (this.type !== 'toolUse' || input === undefined) return;
    this.#fragments.push({ value: jsonText(input), event: null, path: `${this.path}.input` });
  }

  #say(value: Json, event: number | null, path: string): void {
    if (isFilledText(value)) this.pieces.push({ value, event, path });
  }

  /** Nothing more comes: puts together what came. */
  end(): void {
    this.text = this.pieces.map(({ value }) => value).join('');
    if (this.type !== 'toolUse') return;
    this.arguments = this.#fragments.map(({ value }) => value).join('');
    if (this.event === null) this.input = this.json['input'];
    // A tool without parameters: no fragment is {}.
    else this.input = this.arguments === '' ? {} : parseJson(this.arguments);
  }

  call(): ToolCall {
    const { event, path, json } = this;
    return callOfBlock({
      id: json['toolUseId'],
      idField: 'toolUseId',
      name: json['name'],
      type: null,
      arguments: this.arguments,
      json: this.input,
      fragments: this.#fragments,
      strangeArguments: this.#strange,
      event,
      path,
    });
  }
}
