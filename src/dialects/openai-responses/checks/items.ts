/** items: the list of items; all copies of an item must agree on its identity and position. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, type Finding, findingAt, inconclusive, type Judgement } from '../../../judge/check.ts';
import { isFilled, isFilledText, isNatural, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, numberOf, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_CALL, OAS_EVENTS, OAS_ITEM, SDK, seenBroken } from '../authorities.ts';
import { copiesOf, copyOf, type Item, type ItemCopy, typeOf } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { CALLS, CLOSED, JUDGED, memberOf, overCopies, overItems, overTypes } from './item.ts';

export const items: RulesInDialect<ResponsesReading> = {
  'items/type': {
    authority: [OAS_ITEM('Items are told apart by their type.')],
    run: (reading) => {
      const seen = [...listed(reading), ...announced(reading)];
      if (reading.delivery === 'buffered' && !Array.isArray(reading.ended?.json['output'])) {
        return inconclusive('the body has no array output');
      }
      return among(
        seen,
        seen
          .filter(({ value }) => !isObject(value) || !isFilledText(value['type']))
          .map((item) => findingAt(item, 'clients cannot tell what this item is', 'an object with a type')),
      );
    },
  },
  'items/id': {
    authority: [
      OAS_ITEM('id is the unique ID of the item.'),
      OAS_EVENTS('Events name their item by it.'),
      ...seenBroken('itemId'),
    ],
    run: overTypes(JUDGED, (judged, { delivery }) => {
      const named = judged.filter((item) => delivery === 'streaming' || typeOf(item) !== 'function_call');
      return among(
        named,
        named.flatMap((item) => withoutId(item, 'this item has no id')),
      );
    }),
  },
  'items/call-item-id': {
    authority: [OAS_CALL('id is required where a call is stored as an item.'), ...seenBroken('itemId')],
    run: overTypes(CALLS, (calls) =>
      among(
        calls,
        calls.flatMap((item) => withoutId(item, 'the call has no item id')),
      ),
    ),
  },
  'items/id-unique': {
    authority: [...seenBroken('idUnique')],
    run: overItems((all) => {
      const taken = new Set<string>();
      const ids = all.flatMap((item) => idOf(item) ?? []);
      return among(
        ids.length < 2 ? 0 : ids,
        ids.flatMap((id) => {
          if (!taken.has(id.value)) {
            taken.add(id.value);
            return [];
          }
          return [findingAt(id, 'another item of this response has the same id', 'an id of its own')];
        }),
      );
    }),
  },
  'items/id-prefix': {
    authority: [...seenBroken('idPrefix')],
    run: overTypes(JUDGED, (judged) => {
      const named = judged.flatMap((item) => {
        const id = idOf(item);
        return id === null ? [] : [{ id, prefix: PREFIXES[typeOf(item)] ?? '' }];
      });
      return among(
        named,
        named
          .filter(({ id, prefix }) => !id.value.startsWith(prefix))
          .map(({ id, prefix }) => findingAt(id, 'OpenAI refuses this id in a history', `${prefix}...`)),
      );
    }),
  },
  'items/id-is-call-id': {
    authority: [...seenBroken('twoIds')],
    run: overTypes(CALLS, (calls) =>
      among(
        calls,
        calls.flatMap((item) => {
          const id = idOf(item);
          const same = id !== null && copyOf(item)?.json['call_id'] === id.value;
          return same
            ? [findingAt(id, 'a client that mixes the two up works here alone', 'two different ids')]
            : [];
        }),
      ),
    ),
  },
  'items/status': {
    authority: [OAS_ITEM('status is one of in_progress, completed and incomplete.')],
    run: overCopies(JUDGED, (copies) =>
      among(
        copies,
        copies.flatMap((copy) => {
          const status = memberOf(copy, 'status');
          const mayLack = copy.json['type'] !== 'message' && !isPresent(status.value);
          if (mayLack || STATUSES.has(status.value)) return [];
          return [findingAt(status, 'clients do not know this status', [...STATUSES].map(wordOf).join(', '))];
        }),
      ),
    ),
  },
  'items/status-final': {
    authority: [OAS_ITEM('status says how far the item has come.')],
    run: overCopies(JUDGED, (copies) => {
      const stated = statusesOf(copies.filter((copy) => copy.stage !== 'added' && !isCalledByProgram(copy)));
      return among(
        stated,
        stated
          .filter(({ value }) => value === 'in_progress' || value === 'incomplete')
          .map((seen) => findingAt(seen, 'the response is complete, and this item is not', '"completed"')),
      );
    }),
  },
  'items/status-start': {
    authority: [OAS_EVENTS('An item is announced before it is filled.')],
    run: overCopies(JUDGED, (copies) => {
      const stated = statusesOf(copies.filter(({ stage }) => stage === 'added'));
      return among(
        stated,
        stated
          .filter(({ value }) => value !== 'in_progress')
          .map((seen) => findingAt(seen, 'the item has only begun', '"in_progress"')),
      );
    }),
  },
  'items/done': {
    authority: [
      OAS_EVENTS('output_item.done marks an item as complete.'),
      SDK('Clients such as Codex take calls from it alone.'),
    ],
    run: overTypes(CLOSED, (closed) => {
      const opened = closed.flatMap(({ added, done }) => (added === null ? [] : [{ added, done }]));
      return among(
        opened,
        opened.flatMap(({ added, done }) => {
          if (done.length === 1) return [];
          const [place, message] =
            done.length === 0
              ? [added, 'the item is announced and never done']
              : [done[1] ?? added, 'the item is done a second time'];
          const seen = { event: place.event, path: place.path, value: place.json };
          return [findingAt(seen, message, 'one output_item.done')];
        }),
      );
    }),
  },
  'items/identity': {
    authority: [
      OAS_ITEM('The id is unique to the item, the call_id and the name to the call.'),
      SDK('An item whose id changes is refused; another call_id is taken silently.'),
      ...seenBroken('identity'),
    ],
    run: overTypes(CLOSED, (closed) => among(closed, closed.flatMap(identityFaults))),
  },
  'items/final-output': {
    authority: [
      OAS_EVENTS('response.completed carries the complete response.'),
      ...seenBroken('finalOutput'),
    ],
    run: overTypes(CLOSED, finalOutput),
  },
};

const PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  reasoning: 'rs_',
};
const STATUSES: ReadonlySet<Json> = new Set(['in_progress', 'completed', 'incomplete']);

/**
 * Returns true for a call by a program that the provider runs. It stays in progress until the client has answered it.
 */
function isCalledByProgram({ json }: ItemCopy): boolean {
  const { caller } = json;
  return isObject(caller) && caller['type'] === 'program';
}

function statusesOf(copies: readonly ItemCopy[]): Seen[] {
  return copies.map((copy) => memberOf(copy, 'status')).filter(({ value }) => isPresent(value));
}

/** Returns the entries of the list in a body or a terminal event, whatever they are. */
function listed({ ended }: ResponsesReading): Seen[] {
  if (ended === null || !Array.isArray(ended.json['output'])) return [];
  const path = ended.path === '' ? 'output' : `${ended.path}.output`;
  return ended.json['output'].map((value: Json, at) => ({
    event: ended.event,
    path: `${path}[${at}]`,
    value,
  }));
}

function announced({ itemEvents }: ResponsesReading): Seen[] {
  return itemEvents.map(({ event, json }) => ({ event, path: 'item', value: json['item'] }));
}

function idOf(item: Item): Seen<string> | null {
  const copy = copyOf(item);
  const value = copy?.json['id'];
  return copy !== null && isFilledText(value) ? { event: copy.event, path: `${copy.path}.id`, value } : null;
}

/** Reports the first copy without an id; one finding is enough. */
function withoutId(item: Item, message: string): Finding[] {
  const copy = copiesOf(item).find(({ json }) => !isFilledText(json['id']));
  return copy === undefined ? [] : [findingAt(memberOf(copy, 'id'), message, 'a non-empty string')];
}

/**
 * Finds copies that differ from the previous one. A name may grow until the item is done; deltas/name-first reports
 * that.
 */
function identityFaults(item: Item): Finding[] {
  const copies = copiesOf(item);
  const faults = IDENTITY.flatMap((name) =>
    copies.slice(1).flatMap((copy, at) => {
      const [seen, before] = [memberOf(copy, name), copies[at]?.json[name]];
      if (!isFilled(before) || seen.value === before) return [];
      if (!isFilled(seen.value)) {
        return isOfCall(name) ? [findingAt(seen, `${name} was told before, and is lost`, show(before))] : [];
      }
      const isGrown = copies[at]?.stage === 'added' && wordOf(seen.value).startsWith(wordOf(before));
      if (name === 'name' && isGrown) return [];
      return [findingAt(seen, `${name} changed midway`, show(before))];
    }),
  );
  const named = copyOf(item)?.json['name'];
  return [
    ...faults,
    ...item.namesInDone
      .filter(({ value }) => isFilled(value) && isFilled(named) && value !== named)
      .map((seen) => findingAt(seen, 'another name than the item has', show(named))),
  ];
}

const IDENTITY = ['id', 'type', 'call_id', 'name'] as const;

/**
 * Returns true for the members that identify a call and its tool. A missing id or type is reported by items/id and
 * items/type.
 */
function isOfCall(name: (typeof IDENTITY)[number]): boolean {
  return name === 'call_id' || name === 'name';
}

function finalOutput(closed: readonly Item[], { ended, unannounced }: ResponsesReading): Judgement {
  if (ended === null || !Array.isArray(ended.json['output']))
    return inconclusive('the terminal event has no output');
  const done = closed.filter((item) => item.done.length > 0);
  if (!done.every(({ index }) => isNatural(index))) return inconclusive('items have no output_index');
  if (
    closed.some(
      (item) => item.final !== null && identityFaults(item).some(({ path }) => path.endsWith('.id')),
    )
  ) {
    return inconclusive('an id changed midway: see items/identity');
  }
  const faults: Finding[] = [];
  for (const item of done) {
    const [copy] = item.done;
    if (item.final !== null || copy === undefined) continue;
    const seen = { event: ended.event, path: 'response.output', value: outputOf(ended.json['output']) };
    faults.push(findingAt(seen, `the item of event ${copy.event} is not in it`, show(copy.json['id'])));
  }
  for (const item of closed.filter((one) => unannounced.has(one))) {
    const copy = item.final;
    if (copy === null) continue;
    faults.push(
      findingAt(
        { event: copy.event, path: copy.path, value: copy.json },
        'no event brought this item',
        'no such item',
      ),
    );
  }
  const kept = done
    .filter(({ finalAt }) => finalAt !== null)
    .toSorted((one, other) => numberOf(one.index) - numberOf(other.index));
  for (const [at, item] of kept.entries()) {
    const before = kept[at - 1];
    if (before === undefined || numberOf(item.finalAt) > numberOf(before.finalAt) || item.final === null)
      continue;
    const seen = { event: item.final.event, path: item.final.path, value: item.final.json['id'] };
    faults.push(
      findingAt(seen, 'the items stand in another order', `behind ${show(before.final?.json['id'])}`),
    );
  }
  return among(closed, faults);
}

function outputOf(output: readonly Json[]): Json {
  return output.map((item) => (isObject(item) ? (item['id'] ?? item['type']) : item));
}
