/** One content block, assembled from its start and its deltas, or read whole from a body. */

import { type ContentBlock, callOfBlock } from '../../../reading/blocks.ts';
import { isFilledText, isPresent, textOrNull } from '../../../reading/presence.ts';
import type { Seen, ToolCall } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';

/** A content block after its start and its deltas. */
export interface Block extends ContentBlock {
  /**
   * True if another model took over after this block. It continues from the texts alone, so clients drop earlier calls
   * and thoughts.
   */
  readonly abandoned: boolean;
  /** The text, or the text of a thought. */
  readonly text: string;
  /** The last non-null signature; undefined if none arrived. */
  readonly signature: Json;
  /** The input of a call, including server tool calls, as JSON; undefined if it is not valid JSON. */
  readonly input: Json;
  /** The input as the text that arrived. */
  readonly arguments: string;
}

/** Returns true for a call that the provider runs itself. */
export function isServerCall(type: string): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use';
}

/** Returns true if code written by the model made the call. Such a call is not streamed in deltas. */
export function isMadeByCode({ caller }: JsonObject): boolean {
  return isObject(caller) && caller['type'] !== 'direct';
}

const DELTA_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'signature'],
  ['input_json_delta', 'partial_json'],
]);

export class BlockBuilder implements Block {
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
  /** The non-empty pieces of the text or thought. */
  readonly pieces: Seen<string>[] = [];
  readonly #fragments: Seen<string>[] = [];
  readonly #strange: Seen[] = [];
  arguments = '';

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
    switch (typeOf(delta)) {
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

  /** Ends the block: joins the pieces that arrived. */
  end(abandoned: boolean): void {
    this.abandoned = abandoned;
    this.text = this.pieces.map(({ value }) => value).join('');
    if (this.type !== 'tool_use' && !isServerCall(this.type)) return;
    const { input } = this.json;
    this.arguments = this.#fragments.map(({ value }) => value).join('');
    if (this.arguments !== '') {
      this.input = parseJson(this.arguments);
    } else if (this.event === null || isFilledObject(input)) {
      this.input = input;
      this.arguments = input === undefined ? '' : jsonText(input);
      if (this.event === null && input !== undefined) {
        this.#fragments.push({ value: this.arguments, event: null, path: `${this.path}.input` });
      }
    } else {
      // A call without fragments has no arguments: the empty text means {}.
      this.input = {};
    }
  }

  call(): ToolCall {
    const { event, path, json } = this;
    return callOfBlock({
      id: json['id'],
      idField: 'id',
      name: json['name'],
      type: { value: json['type'], event, path: `${path}.type` },
      arguments: this.arguments,
      json: this.input,
      fragments: this.#fragments,
      strangeArguments: this.#strange,
      event,
      path,
    });
  }
}

/** A delta without a type is recognised by its member; shape/chunk reports the missing type. */
function typeOf(delta: JsonObject): Json {
  if (isPresent(delta['type']) && delta['type'] !== '') return delta['type'];
  return [...DELTA_MEMBERS].find(([, member]) => isPresent(delta[member]))?.[0];
}

function isFilledObject(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0;
}
