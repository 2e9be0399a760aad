/** Ways in which a client may alter the history that it sends to an endpoint, as edits of a dialect's messages. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

export interface HistoryEdit {
  /** Permanent, such as `reasoning_content-left-out`. */
  readonly id: string;
  /** The edit as a phrase for questions: `the field reasoning_content of an answer is left out`. */
  readonly what: string;
  /** True when the edit removes something, which an endpoint may require. */
  readonly leavesOut: boolean;
  /** True when a history that the edit does not change is already the edited form. */
  readonly isUsual?: true;
  /** Returns the edited messages; messages without the edited part stay unchanged. */
  readonly edit: (messages: readonly Json[]) => readonly Json[];
}

/** Selects objects inside the messages. */
type IsMeant = (object: JsonObject) => boolean;

/** Removes a field. */
export function leftOut(field: string, of: string, isMeant: IsMeant): HistoryEdit {
  return {
    id: `${field}-left-out`,
    what: `the field ${field} of ${of} is left out`,
    leavesOut: true,
    edit: (messages) =>
      messages.map((message) =>
        changed(message, (object) => {
          if (!isMeant(object) || !Object.hasOwn(object, field)) return object;
          const { [field]: _, ...rest } = object;
          return rest;
        }),
      ),
  };
}

/** Sets a field to another value in each selected object. */
export function put(
  { id, what }: Pick<HistoryEdit, 'id' | 'what'>,
  field: string,
  value: (object: JsonObject, before: Json) => Json,
  isMeant: IsMeant,
): HistoryEdit {
  return {
    id,
    what,
    leavesOut: false,
    edit: (messages) =>
      messages.map((message) =>
        changed(message, (object) =>
          isMeant(object) ? { ...object, [field]: value(object, object[field]) } : object,
        ),
      ),
  };
}

/** Changes the last character of a text, so that it is no longer the issued one. */
export function tampered(field: string, of: string, isMeant: IsMeant): HistoryEdit {
  const isHere: IsMeant = (object) =>
    isMeant(object) && typeof object[field] === 'string' && object[field] !== '';
  return put(
    { id: `${field}-altered`, what: `the ${field} of ${of} is altered` },
    field,
    (_, before) =>
      typeof before === 'string' ? `${before.slice(0, -1)}${before.endsWith('A') ? 'B' : 'A'}` : before,
    isHere,
  );
}

/** Removes whole messages, or parts of them. */
export function partsLeftOut(name: string, of: string, isMeant: IsMeant): HistoryEdit {
  const without = (value: Json): Json => {
    if (Array.isArray(value))
      return value.filter((each: Json) => !(isObject(each) && isMeant(each))).map(without);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, without(each)]));
  };
  return {
    id: `${name}-left-out`,
    what: `the ${name.replaceAll('-', ' ')} of ${of} are left out`,
    leavesOut: true,
    edit: (messages) => messages.filter((message) => !(isObject(message) && isMeant(message))).map(without),
  };
}

/** Changes each object, from the outermost inwards. */
function changed(value: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((each: Json) => changed(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(change(value)).map(([key, each]) => [key, changed(each, change)]));
}
