/** What the reference provider is told must not be done to the history of a call. */
import type { AskedRequest } from '../answers/asked-request.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import type { HistoryEdit } from '../drive/history-edit.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

export interface SentHistory {
  /** As the dialect wrote them. */
  readonly messages: readonly Json[];
  /** The ways in which they may be altered. */
  readonly edits: readonly HistoryEdit[];
  /** Every text of the answers that were given so far. */
  readonly issued: ReadonlySet<string>;
}

/** Regular expressions. */
export interface IdRules {
  readonly 'refused-ids'?: string | undefined;
  readonly 'degraded-ids'?: string | undefined;
}

export interface ContractRules extends IdRules {
  /** By the names of the facts of `profile`. */
  readonly contract: Readonly<Record<string, 'refused' | 'degraded'>>;
}

/** What no field of a dialect tells, but the order of the history. */
const ORDERS: Readonly<Record<string, (request: AskedRequest) => boolean>> = {
  'results-reversed': ({ messages }) => {
    const called = messages.flatMap(({ calls }) => calls.map(({ id }) => id));
    const answered = messages.flatMap(({ answers }) => (answers === null ? [] : [answers]));
    return called.some((id, at) => id !== answered[at]);
  },
  'text-after-results': ({ messages }) =>
    messages.at(-1)?.role === 'user' && messages.at(-2)?.role === 'tool',
};

export function brokenContract(
  rules: ContractRules,
  request: AskedRequest,
  history: SentHistory,
): { readonly refusal: Refusal | null; readonly degraded: boolean } {
  if (!request.messages.some(({ calls }) => calls.length > 0)) return { refusal: null, degraded: false };
  const broken = Object.entries(rules.contract).filter(([name]) => {
    const edit = history.edits.find(({ id }) => id === name);
    return edit === undefined ? (ORDERS[name]?.(request) ?? false) : isDone(edit, history);
  });
  const refused = broken.find(([, what]) => what === 'refused');
  return {
    refusal:
      refused === undefined ? null : invalidRequest(`The history is not as it was issued: ${refused[0]}.`),
    degraded: broken.length > 0 || idLike(rules['degraded-ids'], request) !== undefined,
  };
}

export function refusedId(rules: IdRules, request: AskedRequest): Refusal | null {
  const id = idLike(rules['refused-ids'], request);
  return id === undefined ? null : invalidRequest(`The id ${jsonText(id)} of a call is not one of ours.`);
}

function idLike(pattern: string | undefined, { messages }: AskedRequest): string | undefined {
  if (pattern === undefined) return undefined;
  const meant = new RegExp(pattern, 'u');
  return messages.flatMap(({ calls }) => calls.map(({ id }) => id)).find((id) => meant.test(id));
}

/** What proves a thought is altered when it is none of ours; what is done otherwise cannot be done again. */
function isDone({ id, edit }: HistoryEdit, { messages, issued }: SentHistory): boolean {
  const edited = edit(messages);
  return id.endsWith('-altered')
    ? changedTexts([...messages], [...edited]).some((text) => !issued.has(text))
    : jsonText(edited) === jsonText(messages);
}

/** The texts of the one that are others in the other. */
function changedTexts(before: Json, after: Json): string[] {
  if (typeof before === 'string') return before === after ? [] : [before];
  if (Array.isArray(before))
    return before.flatMap((each: Json, at) =>
      changedTexts(each, Array.isArray(after) ? after[at] : undefined),
    );
  if (!isObject(before)) return [];
  return Object.entries(before).flatMap(([name, each]) =>
    changedTexts(each, isObject(after) ? after[name] : undefined),
  );
}
