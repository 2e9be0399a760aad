/** Shared by the checks of items: which items they judge, and how they show a copy of one. */
import { inconclusive, type Judgement } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { copiesOf, type Item, type ItemCopy, typeOf } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';

/** The item types that are judged in depth. Items of server tools only count as output. */
export const JUDGED: ReadonlySet<string> = new Set(['message', 'function_call', 'reasoning']);
/** The item types that a client must be able to read from the done events alone. */
export const CLOSED: ReadonlySet<string> = new Set([...JUDGED, 'custom_tool_call']);

type Rule<E> = (found: readonly E[], reading: ResponsesReading) => Judgement;

/** Runs a rule on all items of any type. */
export function overItems(rule: Rule<Item>) {
  return (reading: ResponsesReading): Judgement => {
    if (reading.delivery === 'buffered' && !Array.isArray(reading.ended?.json['output'])) {
      return inconclusive('the body has no array output');
    }
    return rule(reading.items, reading);
  };
}

/** Runs a rule on the items of one of these types. */
export function overTypes(types: ReadonlySet<string>, rule: Rule<Item>) {
  return overItems((items, reading) =>
    rule(
      items.filter((item) => types.has(typeOf(item))),
      reading,
    ),
  );
}

/** Runs a rule on every copy of the items of these types, except copies that state another type. */
export function overCopies(types: ReadonlySet<string>, rule: Rule<ItemCopy>) {
  return overTypes(types, (items, reading) =>
    rule(
      items.flatMap(copiesOf).filter(({ json: { type } }) => !isFilledText(type) || types.has(type)),
      reading,
    ),
  );
}

export const MESSAGES: ReadonlySet<string> = new Set(['message']);
export const CALLS: ReadonlySet<string> = new Set(['function_call']);
export const CUSTOM_CALLS: ReadonlySet<string> = new Set(['custom_tool_call']);
export const THOUGHTS: ReadonlySet<string> = new Set(['reasoning']);

export function memberOf({ json, event, path }: ItemCopy, name: string): Seen {
  return { event, path: `${path}.${name}`, value: json[name] };
}

/** Returns the parts of a list, with their places; empty if there is no list. */
export function partsOf({ json, event, path }: ItemCopy, name: string): Seen[] {
  const list: Json = json[name];
  if (!Array.isArray(list)) return [];
  return list.map((value: Json, at) => ({ event, path: `${path}.${name}[${at}]`, value }));
}

export function memberOfPart({ value, event, path }: Seen, name: string): Seen {
  return { event, path: `${path}.${name}`, value: isObject(value) ? value[name] : undefined };
}
