/**
 * Assembles the chunks of an answer as a lenient client would ("Gemini" in docs/reading.md): parts per candidate in
 * order of arrival, texts concatenated, each call complete. A buffered answer is one chunk.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { isFilled, isPresent, listOf } from '../../../reading/presence.ts';
import type { AnswerError, Choice, Seen, ToolCall, Turn, UsageReport } from '../../../reading/reading.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject, numberOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import type { GeminiVariant } from './address.ts';
import { PartialArgs } from './partial-args.ts';
import { finishName } from './proto-json.ts';
import { readUsage } from './usage.ts';

/** One part of an answer, with its place. */
export interface Part {
  /** The index of its candidate. */
  readonly candidate: number;
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  /** The data members that it has. */
  readonly data: readonly string[];
  /** The call that it starts or continues; null if it does neither. */
  call: GeminiCall | null;
}

/** One candidate of one chunk. */
export interface Candidate {
  readonly chunk: Chunk;
  readonly json: JsonObject;
  /** Its `content`; null if that is not an object. */
  readonly content: JsonObject | null;
  readonly index: number;
  readonly path: string;
}

export interface GeminiCall extends ToolCall {
  /** `id` as sent. */
  readonly sentId: Json;
  /** The part that starts it. */
  readonly part: JsonObject;
  readonly argsAbsent: boolean;
  /** Set if the call arrived in pieces; `strange` is true if a piece cannot be placed. */
  readonly pieces: { readonly strange: boolean } | null;
}

export interface AssembledContents {
  readonly turn: Turn;
  readonly candidates: readonly Candidate[];
  readonly parts: readonly Part[];
  readonly calls: readonly GeminiCall[];
  /** `promptFeedback.blockReason`. */
  readonly blocked: Seen | null;
}

/** @param stray errors that are not in an event with a JSON object */
export function assemble(
  chunks: readonly Chunk[],
  variant: GeminiVariant,
  stray: readonly AnswerError[],
): AssembledContents {
  const builders = new Map<number, CandidateBuilder>();
  const candidates: Candidate[] = [];
  const parts: Part[] = [];
  const usages: UsageReport[] = [];
  const strangeUsage: Seen[] = [];
  const errors: AnswerError[] = [];
  let model: Seen<string> | null = null;
  let blocked: Seen | null = null;

  for (const chunk of chunks) {
    const { event, json } = chunk;
    const version = json['modelVersion'];
    if (model === null && typeof version === 'string' && version !== '') {
      model = { value: version, event, path: 'modelVersion' };
    }
    if (isFilled(json['error'])) errors.push({ value: json['error'], event, path: 'error' });
    else if (chunk.sse?.name === 'error') errors.push({ value: json, event, path: '' });
    const usage = json['usageMetadata'];
    if (isObject(usage)) {
      const report = readUsage(usage, event);
      if (report !== null) usages.push(report);
    } else if (isPresent(usage)) strangeUsage.push({ value: usage, event, path: 'usageMetadata' });
    const feedback = json['promptFeedback'];
    if (isObject(feedback) && isFilled(feedback['blockReason'])) {
      blocked ??= { value: feedback['blockReason'], event, path: 'promptFeedback.blockReason' };
    }
    let position = -1;
    for (const candidate of listOf(json['candidates'])) {
      position += 1;
      if (!isObject(candidate)) continue;
      const path = position === 0 ? FIRST : `candidates[${position}]`;
      const index = Number.isInteger(candidate['index']) ? numberOf(candidate['index']) : 0;
      const content = isObject(candidate['content']) ? candidate['content'] : null;
      candidates.push({ chunk, json: candidate, content, index, path });
      let builder = builders.get(index);
      if (builder === undefined) {
        builder = new CandidateBuilder(index, event, path, variant);
        builders.set(index, builder);
      }
      builder.add(candidate['finishReason'], content, event, path, parts);
    }
  }
  const built = [...builders.values()].map((builder) => builder.build());
  const choices = built.map(({ choice }) => choice);
  const calls = built.flatMap((each) => each.calls);
  const turn: Turn = {
    choices,
    calls,
    usages,
    strangeUsage,
    model,
    id: null,
    upstreams: [],
    errors: [...errors, ...stray],
  };
  return { turn, candidates, parts, calls, blocked };
}

/** The most frequent paths of a stream, as constants so that they are not built again for each chunk. */
const FIRST = 'candidates[0]';
const FIRST_PART = `${FIRST}.content.parts[0]`;
const FIRST_TEXT = `${FIRST_PART}.text`;

function partPath(candidate: string, position: number): string {
  return position === 0 && candidate === FIRST ? FIRST_PART : `${candidate}.content.parts[${position}]`;
}

/** The data members; a part has exactly one. */
export const DATA: readonly string[] = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
];

/** Data other than text and calls that also counts as generated content. */
const OTHER_DATA: ReadonlySet<string> = new Set(
  DATA.filter((name) => !['text', 'functionCall', 'functionResponse'].includes(name)),
);

/** Shared lists of one name, because nearly every part of a stream has one data member. */
const ALONE: ReadonlyMap<string, readonly string[]> = new Map(DATA.map((name) => [name, [name]]));
const NONE: readonly string[] = [];

function dataOf(part: JsonObject): readonly string[] {
  let found = NONE;
  for (const name in part) {
    const alone = ALONE.get(name);
    if (alone !== undefined && isPresent(part[name])) found = found === NONE ? alone : [...found, name];
  }
  return found;
}

function isOther(name: string): boolean {
  return OTHER_DATA.has(name);
}

class CandidateBuilder {
  private readonly textPieces: Seen<string>[] = [];
  private readonly reasoningPieces: Seen<string>[] = [];
  private hasOther = false;
  private readonly finishes: Seen[] = [];
  private readonly starts: {
    readonly part: Part;
    readonly called: JsonObject;
    /** The ids of the pieces that have one. */
    readonly ids: Seen[];
    pieces: PartialArgs | null;
  }[] = [];
  private readonly continuations: { readonly part: Part; readonly start: number }[] = [];
  /** True if the last call in `starts` continues in a later part. */
  private isOpen = false;
  private readonly index: number;
  private readonly event: number | null;
  private readonly path: string;
  private readonly variant: GeminiVariant;

  constructor(index: number, event: number | null, path: string, variant: GeminiVariant) {
    this.index = index;
    this.event = event;
    this.path = path;
    this.variant = variant;
  }

  add(
    finishReason: Json,
    content: JsonObject | null,
    event: number | null,
    path: string,
    parts: Part[],
  ): void {
    const finish = finishName(finishReason, this.variant);
    if (isPresent(finish)) this.finishes.push({ value: finish, event, path: `${path}.finishReason` });
    if (content === null) return;
    let position = -1;
    for (const json of listOf(content['parts'])) {
      position += 1;
      if (!isObject(json)) continue;
      const data = dataOf(json);
      const part: Part = {
        candidate: this.index,
        json,
        event,
        path: partPath(path, position),
        data,
        call: null,
      };
      parts.push(part);
      this.addPart(part);
    }
  }

  private addPart(part: Part): void {
    const { json, event, path, data } = part;
    const { text, thought, functionCall: called } = json;
    if (typeof text === 'string' && text !== '') {
      if (thought === true) {
        this.reasoningPieces.push({ value: text, event, path: `${path}.text` });
      } else {
        this.textPieces.push({ value: text, event, path: path === FIRST_PART ? FIRST_TEXT : `${path}.text` });
      }
    }
    this.hasOther ||= data.some(isOther);
    if (!isObject(called)) return;
    const open = this.isOpen ? this.starts.at(-1) : undefined;
    const isContinuation = open !== undefined && !isFilled(called['name']);
    this.isOpen = called['willContinue'] === true;
    const { id } = called;
    const ids = isFilled(id) ? [{ value: id, event, path: `${path}.functionCall.id` }] : [];
    if (isContinuation) {
      open.pieces ??= new PartialArgs();
      open.pieces.add(called['partialArgs']);
      append(open.ids, ids);
      this.continuations.push({ part, start: this.starts.length - 1 });
      return;
    }
    const inPieces = this.isOpen || called['partialArgs'] !== undefined;
    const pieces = inPieces ? new PartialArgs() : null;
    pieces?.add(called['partialArgs']);
    this.starts.push({ part, called, ids, pieces });
  }

  build(): { choice: Choice; calls: GeminiCall[] } {
    const text = this.textPieces.map(({ value }) => value).join('');
    const calls = this.starts.map(({ part, called, ids, pieces }) => {
      const call = callOf(part, called, ids, pieces);
      part.call = call;
      return call;
    });
    for (const { part, start } of this.continuations) part.call = calls[start] ?? null;
    const choice = {
      index: this.index,
      event: this.event,
      path: this.path,
      text,
      textPieces: this.textPieces,
      hasAnswer: text !== '' || calls.length > 0 || this.hasOther,
      reasoning: this.reasoningPieces.map(({ value }) => value).join(''),
      reasoningPieces: this.reasoningPieces,
      refusal: '',
      calls,
      otherCalls: [],
      finishPath: `${this.path}.finishReason`,
      finishes: this.finishes,
    };
    return { choice, calls };
  }
}

function callOf(
  { candidate, json, event, path }: Part,
  called: JsonObject,
  ids: readonly Seen[],
  pieces: PartialArgs | null,
): GeminiCall {
  const callPath = `${path}.functionCall`;
  const { name } = called;
  const id = ids[0] ?? null;
  const isSentLater = !isPresent(called['id']) && id !== null;
  const otherIds = ids.filter(({ value }) => value !== id?.value);
  const argsAbsent = pieces === null && !isPresent(called['args']);
  const args = isPresent(called['args']) ? called['args'] : (pieces?.args ?? {});
  const argumentsPath = `${callPath}.args`;
  const isWhole = isObject(args);
  const text = isWhole ? jsonText(args) : '';
  return {
    choice: candidate,
    id,
    ...(otherIds.length === 0 ? {} : { otherIds }),
    type: null,
    name: isFilled(name) ? { value: name, event, path: `${callPath}.name` } : null,
    isFunction: true,
    arguments: text,
    json: isWhole ? args : undefined,
    fragments: isWhole ? [{ value: text, event, path: argumentsPath }] : [],
    strangeArguments: isWhole ? [] : [{ value: args, event, path: argumentsPath }],
    event,
    path: callPath,
    idPath: isSentLater ? id.path : `${callPath}.id`,
    namePath: `${callPath}.name`,
    argumentsPath,
    sentId: isSentLater ? id.value : called['id'],
    part: json,
    argsAbsent,
    pieces,
  };
}

/**
 * Returns true for text, a call, or other data that a client would show or run. Thoughts and empty texts do not count.
 */
export function isContent({ json, data }: Part): boolean {
  const { text, thought, functionCall } = json;
  if (thought === true) return false;
  return isFilled(text) || isObject(functionCall) || data.some(isOther);
}
