/** The configured rules that forbid changes to the history of a tool call. */
import type { AskedRequest } from '../answers/asked-request.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import type { HistoryEdit } from '../drive/history-edit.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

export interface SentHistory {
  /** The messages in the dialect's wire format. */
  readonly messages: readonly Json[];
  /** The possible edits of the messages. */
  readonly edits: readonly HistoryEdit[];
  /** All texts of the answers issued so far. */
  readonly issued: ReadonlySet<string>;
}

/** Each rule is a regular expression. */
export interface IdRules {
  readonly 'refused-ids'?: string | undefined;
  readonly 'degraded-ids'?: string | undefined;
}

export interface ContractRules extends IdRules {
  /** The effect of each broken rule, by the name of the `profile` fact. */
  readonly contract: Readonly<Record<string, 'refused' | 'degraded'>>;
}

/** Rules about the order of the history. No field of a dialect shows them. */
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

/**
 * Returns true when the history already has the edit. A proof of a thought counts as altered when this provider did not
 * issue it. Any other edit is present when applying it again changes nothing.
 */
function isDone({ id, edit }: HistoryEdit, { messages, issued }: SentHistory): boolean {
  const edited = edit(messages);
  return id.endsWith('-altered')
    ? changedTexts([...messages], [...edited]).some((text) => !issued.has(text))
    : jsonText(edited) === jsonText(messages);
}

/** Returns the texts of `before` that differ in `after`. */
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
