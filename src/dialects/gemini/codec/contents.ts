/**
 * The contents of a request. Adjacent contents of one side count as one, and results pair with calls by id or position.
 */

import { isFilledText, textOrNull } from '../../../reading/presence.ts';
import type { HistoryMessage, Misplaced } from '../../../reading/reading.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { LeftToPair } from './left-to-pair.ts';
import { elementsOf, field, message } from './proto-json.ts';

export interface RepeatedCall {
  readonly name: Json;
  /** Null if the call has no id. */
  readonly id: string | null;
  readonly args: Json;
  readonly signature: Json;
  readonly path: string;
  readonly idPath: string;
}

export interface ReturnedResult {
  readonly name: Json;
  readonly id: string | null;
  /** The index of its content, from 0. */
  readonly content: number;
  readonly path: string;
  readonly idPath: string;
}

/** Adjacent contents of one side. */
export interface Group {
  readonly side: 'model' | 'user';
  /** The number of history entries before the group. */
  readonly entriesBefore: number;
  readonly path: string;
  readonly calls: RepeatedCall[];
  readonly results: ReturnedResult[];
  /** The parts of server tools, as the client returns them. */
  readonly served: JsonObject[];
  /** True if the group contains anything other than results. */
  speaks: boolean;
  /** True if the last call continues: the next part is a piece of it. */
  isOpen: boolean;
}

export interface Contents {
  readonly history: readonly HistoryMessage[];
  readonly groups: readonly Group[];
  /** True if the contents include files or their bytes, also as parts of a result. */
  readonly media: boolean;
}

export function readContents(contents: Json): Contents {
  const history: HistoryMessage[] = [];
  const groups: Group[] = [];
  let media = false;
  for (const [at, content] of elementsOf(contents).entries()) {
    if (!isObject(content)) continue;
    const parts = elementsOf(content['parts']);
    const side = sideOf(content['role'], parts);
    let group = groups.at(-1);
    if (group === undefined || group.side !== side) {
      const path = `contents[${at}]`;
      group = {
        side,
        entriesBefore: history.length,
        path,
        calls: [],
        results: [],
        served: [],
        speaks: false,
        isOpen: false,
      };
      groups.push(group);
    }
    for (const [index, part] of parts.entries()) {
      if (!isObject(part)) continue;
      media ||= isMedia(part) || elementsOf(message(part, 'functionResponse')['parts']).some(isMedia);
      const entry = readPart(part, side, at, `contents[${at}].parts[${index}]`, group);
      if (entry !== null) history.push(entry);
    }
  }
  return { history, groups, media };
}

function isMedia(part: Json): boolean {
  return isObject(part) && ['inlineData', 'fileData'].some((name) => field(part, name) !== undefined);
}

/** The members of server tools: a call or code, and its result. */
export const SERVED = ['toolCall', 'toolResponse', 'executableCode', 'codeExecutionResult'] as const;

/** Roles are read in any case. Without a role, a call marks the model's side. */
function sideOf(role: Json, parts: readonly Json[]): Group['side'] {
  const isModel = isFilledText(role)
    ? role.toLowerCase() === 'model'
    : parts.some((part) => isObject(part) && field(part, 'functionCall') !== undefined);
  return isModel ? 'model' : 'user';
}

/**
 * Reads one part as a history entry. Returns null for an empty text, which may only carry a signature, and for a later
 * piece of a call that is returned in pieces.
 *
 * @param content the index of its content
 */
function readPart(
  part: JsonObject,
  side: Group['side'],
  content: number,
  path: string,
  group: Group,
): HistoryMessage | null {
  const called = field(part, 'functionCall');
  if (isObject(called)) {
    const isPiece = group.isOpen && !isFilledText(called['name']);
    group.isOpen = field(called, 'willContinue') === true;
    if (isPiece) return null;
    const call: RepeatedCall = {
      name: called['name'],
      id: isFilledText(called['id']) ? called['id'] : null,
      args: called['args'],
      signature: field(part, 'thoughtSignature'),
      path: `${path}.functionCall`,
      idPath: `${path}.functionCall.id`,
    };
    group.calls.push(call);
    return {
      ...entryOf('assistant', '', path, { call: call.name }),
      calls: [{ id: call.id ?? undefined, name: call.name, arguments: call.args, path, idPath: call.idPath }],
    };
  }
  const returned = field(part, 'functionResponse');
  if (isObject(returned)) {
    const id = isFilledText(returned['id']) ? returned['id'] : null;
    const resultPath = `${path}.functionResponse`;
    group.results.push({ name: returned['name'], id, content, path: resultPath, idPath: `${resultPath}.id` });
    return {
      ...entryOf('tool', resultText(returned['response']), path, { result: returned['name'] }),
      answers: id,
      answersPath: `${resultPath}.id`,
    };
  }
  if (SERVED.some((name) => field(part, name) !== undefined)) group.served.push(part);
  const text = textOrNull(part['text']);
  if (text === '') return null;
  group.speaks = true;
  const role = side === 'model' ? 'assistant' : 'user';
  return entryOf(role, text ?? '', path, text === null ? Object.keys(part) : text);
}

/** Returns the text of a tool result: its `output`, or all of it if the client uses another name. */
export function resultText(response: Json): string {
  const output = isObject(response) ? response['output'] : undefined;
  return typeof output === 'string' ? output : jsonText(response);
}

/** Creates a history entry. Its comparison key leaves out ids and signatures, because clients may rewrite them. */
function entryOf(role: string, text: string, path: string, said: Json): HistoryMessage {
  return { role, text, calls: [], answers: undefined, json: [role, said], path, answersPath: path };
}

/** Returns calls without results and results without calls. */
export function pairContents(groups: readonly Group[]): {
  orphans: readonly Misplaced[];
  unanswered: readonly Misplaced[];
} {
  const orphans: Misplaced[] = [];
  const unanswered: Misplaced[] = [];
  for (const [at, { side, calls, results }] of groups.entries()) {
    if (side === 'model') {
      const next = groups[at + 1];
      append(
        unanswered,
        unpaired(calls, next?.results ?? []).map(({ name, id, path }) => ({
          path: `request.${path}`,
          value: id ?? name,
        })),
      );
    } else {
      append(
        orphans,
        unpaired(results, groups[at - 1]?.calls ?? []).map(({ name, id, path }) => ({
          path: `request.${path}`,
          value: id ?? name,
        })),
      );
    }
  }
  return { orphans, unanswered };
}

interface Named {
  readonly name: Json;
  readonly id: string | null;
}

/** The key of items with an id, in the index that looks up only items without one by their name. */
const PAIRS_BY_ID = Symbol('has an id');

/** Returns the items without a partner. Items pair by id if both have one, otherwise by name in order. */
function unpaired<T extends Named>(wanted: readonly T[], offered: readonly Named[]): T[] {
  const left = new LeftToPair(offered);
  const withId = left.by(({ id }) => id);
  const rest = wanted.filter(({ id }) => id === null || withId(id) === undefined);
  const named = left.by(({ name }) => name);
  const bare = left.by(({ id, name }) => (id === null ? name : PAIRS_BY_ID));
  return rest.filter(({ id, name }) => (id === null ? named(name) : bare(name)) === undefined);
}

/** Returns true for groups after the last user message; providers validate the signatures there. */
export function isInCurrentTurn(group: Group, groups: readonly Group[]): boolean {
  const from = groups.findLastIndex(({ side, speaks }) => side === 'user' && speaks);
  return groups.indexOf(group) > from;
}
