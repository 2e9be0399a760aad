/** Ways in which a client may alter a history that an endpoint is to go on from, as a dialect writes it. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

export interface HistoryEdit {
  /** Permanent, such as `reasoning_content-left-out`. */
  readonly id: string;
  /** What is done, as a question has it: `the field reasoning_content of an answer is left out`. */
  readonly what: string;
  /** Whether something goes missing, which an endpoint may require. */
  readonly leavesOut: boolean;
  /** Where nothing is altered, the history is so without it. */
  readonly isUsual?: true;
  /** The messages, altered where they have what is altered; else as they are. */
  readonly edit: (messages: readonly Json[]) => readonly Json[];
}

/** Which of the objects inside the messages are meant. */
type IsMeant = (object: JsonObject) => boolean;

/** A member is left out. */
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

/** A member gets another value, in each object that is meant. */
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

/** A text is no longer the one that was issued: its last character is another. */
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

/** Whole messages, or parts of them, are left out. */
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

/** Each object, from the outermost inwards. */
function changed(value: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((each: Json) => changed(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(change(value)).map(([key, each]) => [key, changed(each, change)]));
}
