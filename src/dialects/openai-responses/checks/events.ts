/** events: the lifecycle of a stream, from response.created to its terminal event. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isNatural } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import type { Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_EVENTS, OPR, SDK, seenBroken } from '../authorities.ts';
import { indexMember } from '../codec/events.ts';
import { copiesOf, type Item, type PlacedEvent } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import type { TypedEvent } from '../codec/seen.ts';

export const events: RulesInDialect<ResponsesReading> = {
  'events/type': {
    authority: [OAS_EVENTS('type is required in every event, and says which it is.'), ...seenBroken('type')],
    run: overEvents((typed) =>
      typed
        .filter(({ type }) => type === '')
        .map((event) =>
          findingAt(member(event, 'type'), 'clients cannot tell what this is', 'a non-empty string'),
        ),
    ),
  },
  'events/name': {
    authority: [
      OPR('The event field of each event must match the type in its data.'),
      OAS_EVENTS('Every example of a stream has the line.'),
    ],
    run: overEvents((typed) => {
      const nameless = typed.filter(({ name }) => name === null);
      const [first] = nameless;
      if (first === undefined) return [];
      const message = `${nameless.length} of ${typed.length} events have no name, this one first`;
      return [findingAt({ event: first.event, path: '', value: undefined }, message, `event: ${first.type}`)];
    }),
  },
  'events/name-agrees': {
    authority: [
      OPR('The event field of each event must match the type in its data.'),
      SDK('The client dispatches by one of the two, and others by the other.'),
    ],
    run: overEvents((typed) => {
      const named = typed.filter(({ name, type }) => name !== null && type !== '');
      if (named.length === 0) return NOT_APPLICABLE;
      return named
        .filter(({ name, type }) => name !== type)
        .map((event) =>
          findingAt(member(event, 'type'), `the event: line says ${show(event.name)}`, show(event.name)),
        );
    }),
  },
  'events/known': {
    title: 'The stream holds event types that the reference does not define',
    authority: [
      OAS_EVENTS('The events of a stream.'),
      SDK('The accumulator throws on response.reasoning_part.added.'),
    ],
    run: overEvents((typed) => {
      const first = new Map<string, TypedEvent>();
      for (const event of typed) {
        if (!event.known && event.type !== '' && !first.has(event.type)) first.set(event.type, event);
      }
      return [...first.values()].map((event) =>
        findingAt(
          member(event, 'type'),
          'an event of no reference',
          'nothing: clients skip what they do not know',
        ),
      );
    }),
  },
  'events/first': {
    authority: [SDK('Anything before response.created, and a second one, is refused.')],
    run: overKnown((known) => {
      const [first, ...later] = known;
      if (first?.type === 'error') return NOT_APPLICABLE;
      const faults = later
        .filter(({ type }) => type === 'response.created')
        .map((event) =>
          findingAt(member(event, 'type'), 'the response is created again', 'one response.created'),
        );
      if (first !== undefined && first.type !== 'response.created') {
        faults.unshift(
          findingAt(member(first, 'type'), 'the stream opens with another event', '"response.created"'),
        );
      }
      return faults;
    }),
  },
  'events/in-progress': {
    authority: [OPR('A response moves to in_progress before it brings items.')],
    run: overKnown((known) => {
      if (known[0]?.type === 'error') return NOT_APPLICABLE;
      const [first, ...later] = known.filter(({ type }) => type === 'response.in_progress');
      if (first === undefined) {
        const place = { event: known[0]?.event ?? null, path: '', value: undefined };
        return [findingAt(place, 'the stream has no such event', 'response.in_progress')];
      }
      const item = known.find(({ type }) => type === 'response.output_item.added');
      const late = item !== undefined && item.event < first.event ? [first] : [];
      return [...late, ...later].map((event) =>
        findingAt(member(event, 'type'), 'too late, or a second time', 'once, before the first item'),
      );
    }),
  },
  'events/sequence': {
    authority: [OAS_EVENTS('sequence_number is required in every event.'), ...seenBroken('sequence')],
    run: overEvents((typed, { responses }) => {
      const lacking = typed.filter(({ json }) => !Number.isInteger(json['sequence_number']));
      const created = responses[0]?.json['created_at'];
      if (lacking.length === typed.length && typeof created === 'number' && created < FIRST_NUMBERED) {
        return inconclusive('the stream is older than the numbers');
      }
      return lacking.map((event) =>
        findingAt(member(event, 'sequence_number'), 'the event is not numbered', 'an integer'),
      );
    }),
  },
  'events/sequence-order': {
    authority: [OAS_EVENTS('The number orders the events; starting_after resumes a stream behind one.')],
    run: overNumbered((numbered) =>
      numbered
        .filter(({ number }, at) => at > 0 && number <= (numbered[at - 1]?.number ?? 0))
        .map(({ event }) =>
          findingAt(member(event, 'sequence_number'), 'not more than the one before', 'a larger number'),
        ),
    ),
  },
  'events/sequence-gapless': {
    authority: [...seenBroken('sequence')],
    run: overNumbered((numbered) => {
      if (numbered.some(({ number }, at) => at > 0 && number <= (numbered[at - 1]?.number ?? 0))) {
        return inconclusive('the numbers do not increase: see events/sequence-order');
      }
      const gap = numbered.find(({ number }, at) => number !== (numbered[at - 1]?.number ?? -1) + 1);
      if (gap === undefined) return [];
      const due = (numbered[numbered.indexOf(gap) - 1]?.number ?? -1) + 1;
      return [findingAt(member(gap.event, 'sequence_number'), 'a number is left out', String(due))];
    }),
  },
  'events/item-id': {
    authority: [OAS_EVENTS('item_id is the ID of the item that the event belongs to.')],
    run: overInside((inside) =>
      inside.flatMap((placed) => {
        const seen = memberOf(placed, 'item_id');
        if (!isFilledText(seen.value)) {
          return [findingAt(seen, 'the event does not say which item it is about', 'a non-empty string')];
        }
        const id = idAt(placed.item, placed.json['output_index']);
        if (id === null || id === seen.value) return [];
        return [findingAt(seen, 'another item stands at this output_index', show(id))];
      }),
    ),
  },
  'events/part-index': {
    authority: [
      OAS_EVENTS('content_index and summary_index say which part an event is about.'),
      ...seenBroken('index'),
    ],
    run: overInside((inside) => {
      const parts = inside.flatMap((placed) => {
        const name = placed.kind.about === 'inside' ? indexMember(placed.kind.strand) : null;
        return name === null ? [] : [memberOf(placed, name)];
      });
      if (parts.length === 0) return NOT_APPLICABLE;
      return parts
        .filter(({ value }) => !isNatural(value))
        .map((seen) => findingAt(seen, 'clients cannot tell which part this is', 'an integer >= 0'));
    }),
  },
  'events/inside-item': {
    authority: [SDK('An event about an item that is not open is refused.')],
    run: ({ placed }) => {
      if (placed.length === 0) return NOT_APPLICABLE;
      return placed
        .filter(({ kind, standing }) =>
          kind.about === 'inside' ? standing !== 'open' : !kind.opens && standing === 'unopened',
        )
        .map((event) => {
          const what = event.standing === 'closed' ? 'its item is closed' : 'its item was not announced';
          return findingAt(memberOf(event, 'type'), what, 'between output_item.added and output_item.done');
        });
    },
  },
  'events/inside-part': {
    authority: [SDK('Text for a part that was not announced is refused.')],
    run: overInside((inside) => {
      const deltas = inside.filter(({ kind }) => kind.about === 'inside' && kind.needsPart);
      if (deltas.length === 0) return NOT_APPLICABLE;
      return firstOfEach(
        deltas.filter(({ partOpened }) => !partOpened),
        ({ item, json }) => [item, json['content_index']],
      ).map((placed) =>
        findingAt(memberOf(placed, 'type'), 'its part was not announced', 'content_part.added first'),
      );
    }),
  },
  'events/interleaved': {
    authority: [...seenBroken('interleaved')],
    run: ({ itemEvents }) => {
      if (itemEvents.length === 0) return NOT_APPLICABLE;
      const open = new Set<Item>();
      const faults: Finding[] = [];
      for (const placed of itemEvents) {
        if (placed.kind.about !== 'item') continue;
        if (!placed.kind.opens) {
          open.delete(placed.item);
          continue;
        }
        if (open.size > 0) {
          const seen = memberOf(placed, 'output_index');
          faults.push(findingAt(seen, 'another item is still open', 'nothing: items may overlap'));
        }
        open.add(placed.item);
      }
      return faults;
    },
  },
};

/** OpenAI's own streams had no numbers in March 2025, and had them in June. */
const FIRST_NUMBERED = Date.UTC(2025, 4, 1) / 1000;

type Reader<E> = (events: readonly E[], reading: ResponsesReading) => Judgement;

/** Every event that is an object, known or not. */
function overEvents(rule: Reader<TypedEvent>) {
  return (reading: ResponsesReading): Judgement =>
    reading.typed.length === 0 ? NOT_APPLICABLE : rule(reading.typed, reading);
}

/** Events of a type that the reference does not define are skipped. */
function overKnown(rule: Reader<TypedEvent>) {
  return (reading: ResponsesReading): Judgement => {
    const known = reading.typed.filter((event) => event.known);
    return known.length === 0 ? NOT_APPLICABLE : rule(known, reading);
  };
}

function overInside(rule: Reader<PlacedEvent>) {
  return (reading: ResponsesReading): Judgement => {
    const inside = reading.placed.filter(({ kind }) => kind.about === 'inside');
    return inside.length === 0 ? NOT_APPLICABLE : rule(inside, reading);
  };
}

/** Where one event has no number, events/sequence says so, and the others are judged. */
function overNumbered(rule: Reader<{ readonly event: TypedEvent; readonly number: number }>) {
  return (reading: ResponsesReading): Judgement => {
    const numbered = reading.typed.flatMap((event) => {
      const number = event.json['sequence_number'];
      return typeof number === 'number' && Number.isInteger(number) ? [{ event, number }] : [];
    });
    if (numbered.length === 0) return NOT_APPLICABLE;
    if (numbered.length < reading.typed.length) return inconclusive('not every event has a number');
    return rule(numbered, reading);
  };
}

function member({ json, event }: TypedEvent, name: string): Seen {
  return { event, path: name, value: json[name] };
}

export function memberOf({ json, event }: PlacedEvent, name: string): Seen {
  return { event, path: name, value: json[name] };
}

/** The id of the item that an event's index points at; null where the event has no index, or the item no id. */
function idAt(item: Item, index: Json): string | null {
  if (!isNatural(index) || item.index !== index) return null;
  const id = copiesOf(item).find(({ stage }) => stage !== 'final')?.json['id'];
  return isFilledText(id) ? id : null;
}

/** One event for each key; keys are compared member by member. */
function firstOfEach(
  events: readonly PlacedEvent[],
  keyOf: (event: PlacedEvent) => readonly unknown[],
): PlacedEvent[] {
  const found: { key: readonly unknown[]; event: PlacedEvent }[] = [];
  for (const event of events) {
    const key = keyOf(event);
    if (!found.some((known) => known.key.every((part, at) => part === key[at]))) found.push({ key, event });
  }
  return found.map(({ event }) => event);
}
