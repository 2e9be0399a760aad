/** One content block, assembled from its start and its deltas, or read whole from a body. */

import { type ContentBlock, callOfBlock } from '../../../reading/blocks.ts';
import { isFilledText, isPresent, listOf } from '../../../reading/presence.ts';
import type { Seen, ToolCall } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { objectIn } from './union.ts';

/** A content block after its start and its deltas. */
export interface Block extends ContentBlock {
  /** The member of the union that the block has; empty if it has none. */
  readonly type: string;
  /** The member as it started, or as it arrived whole. An empty object if the first delta opened the block. */
  readonly json: JsonObject;
  /** True if a contentBlockStart opened the block, false if its first delta did. */
  readonly announced: boolean;
  /** The text, or the text of a thought. */
  readonly text: string;
  /** The signature of a thought; undefined if none arrived. */
  readonly signature: Json;
  /** The encrypted content of a redacted thought. */
  readonly redacted: string;
  /** The input of a call as JSON; undefined if it is not valid JSON. */
  readonly input: Json;
  /** The input as the text that arrived. */
  readonly arguments: string;
  /** The content of a result; adjacent pieces of text are joined. */
  readonly content: readonly Json[];
  /** True for a call that the provider runs itself, and for its result. */
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
  /** The non-empty pieces of the text or thought. */
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

  /** @param type the member of the union that the delta has */
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

  /** A signature may arrive in pieces. */
  #sign(signature: Json): void {
    const before = this.signature;
    this.signature =
      typeof before === 'string' && typeof signature === 'string' ? before + signature : signature;
  }

  /** @param held the value of the union's member: a text, or an object */
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

  /** Ends the block: joins the pieces that arrived. */
  end(): void {
    this.text = this.pieces.map(({ value }) => value).join('');
    if (this.type !== 'toolUse') return;
    this.arguments = this.#fragments.map(({ value }) => value).join('');
    if (this.event === null) this.input = this.json['input'];
    // A call without fragments has no arguments: that means {}.
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
