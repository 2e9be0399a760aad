/** events: the lifecycle of a stream, from response.created to its terminal event. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  findingsIn,
  HOLDS,
  inconclusive,
  type Judgement,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isInteger, isNatural } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { type Json, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_EVENTS, OPR, SDK, seenBroken } from '../authorities.ts';
import { indexMember } from '../codec/events.ts';
import type { Item, PlacedEvent } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import type { TypedEvent } from '../codec/seen.ts';

export const events: RulesInDialect<ResponsesReading> = {
  'events/type': {
    authority: [OAS_EVENTS('type is required in every event, and says which it is.'), ...seenBroken('type')],
    run: overEvents((typed) =>
      among(
        typed,
        typed
          .filter(({ type }) => type === '')
          .map((event) =>
            findingAt(member(event, 'type'), 'clients cannot tell what this is', 'a non-empty string'),
          ),
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
      if (first === undefined) return HOLDS;
      const message = `${nameless.length} of ${typed.length} events have no name, this one first`;
      return broken(
        findingAt({ event: first.event, path: '', value: undefined }, message, `event: ${first.type}`),
      );
    }),
  },
  'events/name-agrees': {
    authority: [
      OPR('The event field of each event must match the type in its data.'),
      SDK('The client dispatches by one of the two, and others by the other.'),
    ],
    run: overEvents((typed) => {
      let named = 0;
      const faults = findingsIn(typed, (event) => {
        const { name, type } = event;
        if (name === null || type === '') return NO_FINDINGS;
        named += 1;
        if (name === type) return NO_FINDINGS;
        return [findingAt(member(event, 'type'), `the event: line says ${show(name)}`, show(name))];
      });
      return among(named, faults);
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
      return among(
        typed,
        [...first.values()].map((event) =>
          findingAt(
            member(event, 'type'),
            'an event of no reference',
            'nothing: clients skip what they do not know',
          ),
        ),
      );
    }),
  },
  'events/first': {
    authority: [SDK('Anything before response.created, and a second one, is refused.')],
    run: overKnown((known) => {
      const [first] = known;
      if (first?.type === 'error') return NOT_APPLICABLE;
      const faults = known
        .filter((event) => event !== first && event.type === 'response.created')
        .map((event) =>
          findingAt(member(event, 'type'), 'the response is created again', 'one response.created'),
        );
      if (first !== undefined && first.type !== 'response.created') {
        faults.unshift(
          findingAt(member(first, 'type'), 'the stream opens with another event', '"response.created"'),
        );
      }
      return among(1, faults);
    }),
  },
  'events/in-progress': {
    authority: [OPR('A response moves to in_progress before it brings items.')],
    run: overKnown((known) => {
      if (known[0]?.type === 'error') return NOT_APPLICABLE;
      const [first, ...later] = known.filter(({ type }) => type === 'response.in_progress');
      if (first === undefined) {
        const place = { event: known[0]?.event ?? null, path: '', value: undefined };
        return broken(findingAt(place, 'the stream has no such event', 'response.in_progress'));
      }
      const item = known.find(({ type }) => type === 'response.output_item.added');
      const late = item !== undefined && item.event < first.event ? [first] : [];
      return among(
        1,
        [...late, ...later].map((event) =>
          findingAt(member(event, 'type'), 'too late, or a second time', 'once, before the first item'),
        ),
      );
    }),
  },
  'events/sequence': {
    authority: [OAS_EVENTS('sequence_number is required in every event.'), ...seenBroken('sequence')],
    run: overEvents((typed, { numbers, responses }) => {
      const lacking =
        numbers.length === typed.length
          ? []
          : typed.filter(({ json }) => !isInteger(json['sequence_number']));
      const created = responses[0]?.json['created_at'];
      if (lacking.length === typed.length && typeof created === 'number' && created < FIRST_NUMBERED) {
        return inconclusive('the stream is older than the numbers');
      }
      return among(
        typed,
        lacking.map((event) =>
          findingAt(member(event, 'sequence_number'), 'the event is not numbered', 'an integer'),
        ),
      );
    }),
  },
  'events/sequence-order': {
    authority: [OAS_EVENTS('The number orders the events; starting_after resumes a stream behind one.')],
    run: overNumbered((typed, numbers) =>
      among(
        typed,
        typed
          .filter((_, at) => !increasesAt(numbers, at))
          .map((event) =>
            findingAt(member(event, 'sequence_number'), 'not more than the one before', 'a larger number'),
          ),
      ),
    ),
  },
  'events/sequence-gapless': {
    authority: [...seenBroken('sequence')],
    run: overNumbered((typed, numbers) => {
      if (!numbers.every((_, at) => increasesAt(numbers, at))) {
        return inconclusive('the numbers do not increase: see events/sequence-order');
      }
      const due = (at: number) => (numbers[at - 1] ?? -1) + 1;
      const gap = numbers.findIndex((number, at) => number !== due(at));
      const event = typed[gap];
      if (event === undefined) return HOLDS;
      return broken(findingAt(member(event, 'sequence_number'), 'a number is left out', wordOf(due(gap))));
    }),
  },
  'events/item-id': {
    authority: [OAS_EVENTS('item_id is the ID of the item that the event belongs to.')],
    run: ({ inside }) =>
      among(
        inside,
        findingsIn(inside, (placed) => {
          const { item_id: named, output_index: index } = placed.json;
          if (!isFilledText(named)) {
            const seen = memberOf(placed, 'item_id');
            return [findingAt(seen, 'the event does not say which item it is about', 'a non-empty string')];
          }
          // A missing index on either side is reported by deltas/index.
          if (!isNatural(index) || !isNatural(placed.item.index)) return NO_FINDINGS;
          if (placed.item.index !== index) {
            const seen = memberOf(placed, 'output_index');
            return [findingAt(seen, 'no item was announced at this output_index', 'the place of its item')];
          }
          const id = idOf(placed.item);
          if (id === null || id === named) return NO_FINDINGS;
          return [
            findingAt(memberOf(placed, 'item_id'), 'another item stands at this output_index', show(id)),
          ];
        }),
      ),
  },
  'events/part-index': {
    authority: [
      OAS_EVENTS('content_index and summary_index say which part an event is about.'),
      ...seenBroken('index'),
    ],
    run: ({ inside }) => {
      let parts = 0;
      const unnamed = findingsIn(inside, (placed) => {
        const name = partMember(placed);
        if (name === null) return NO_FINDINGS;
        parts += 1;
        if (isNatural(placed.json[name])) return NO_FINDINGS;
        return [
          findingAt(memberOf(placed, name), 'clients cannot tell which part this is', 'an integer >= 0'),
        ];
      });
      return among(parts, [...unnamed, ...misplacedParts(inside)]);
    },
  },
  'events/inside-item': {
    authority: [SDK('An event about an item that is not open is refused.')],
    run: ({ placed }) => {
      return among(
        placed,
        placed
          .filter(({ kind, standing }) =>
            kind.about === 'inside' ? standing !== 'open' : !kind.opens && standing === 'unopened',
          )
          .map((event) => {
            const what = event.standing === 'closed' ? 'its item is closed' : 'its item was not announced';
            return findingAt(memberOf(event, 'type'), what, 'between output_item.added and output_item.done');
          }),
      );
    },
  },
  'events/inside-part': {
    authority: [SDK('Text for a part that was not announced is refused.')],
    run: ({ inside }) => {
      const deltas = inside.filter(({ kind }) => kind.about === 'inside' && kind.needsPart);
      return among(
        deltas,
        firstOfEachPart(deltas.filter(({ partOpened }) => !partOpened)).map((placed) =>
          findingAt(memberOf(placed, 'type'), 'its part was not announced', 'content_part.added first'),
        ),
      );
    },
  },
  'events/interleaved': {
    authority: [...seenBroken('interleaved')],
    run: ({ itemEvents }) => {
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
      return among(itemEvents, faults);
    },
  },
};

/** OpenAI's own streams had no sequence numbers in March 2025, and had them in June. */
const FIRST_NUMBERED = Date.UTC(2025, 4, 1) / 1000;

type Reader<E> = (events: readonly E[], reading: ResponsesReading) => Judgement;

/**
 * Runs a rule on every event that is an object, known or not. An error without a type is reported by errors/midstream.
 */
function overEvents(rule: Reader<TypedEvent>) {
  return (reading: ResponsesReading): Judgement => {
    const untyped = new Set(reading.errorEvents.filter(({ type }) => type === ''));
    const typed = untyped.size === 0 ? reading.typed : reading.typed.filter((event) => !untyped.has(event));
    return rule(typed, reading);
  };
}

/** Runs a rule on the events whose type the reference defines. */
function overKnown(rule: Reader<TypedEvent>) {
  return (reading: ResponsesReading): Judgement => {
    const { known } = reading;
    return known.length === 0 ? NOT_APPLICABLE : rule(known, reading);
  };
}

/** Runs a rule on the events and their numbers. Inconclusive if a number is missing; events/sequence reports that. */
function overNumbered(rule: (typed: readonly TypedEvent[], numbers: readonly number[]) => Judgement) {
  return ({ typed, numbers }: ResponsesReading): Judgement => {
    if (numbers.length === 0) return NOT_APPLICABLE;
    if (numbers.length < typed.length) return inconclusive('not every event has a number');
    return rule(typed, numbers);
  };
}

function increasesAt(numbers: readonly number[], at: number): boolean {
  return at === 0 || (numbers[at] ?? 0) > (numbers[at - 1] ?? 0);
}

function partMember({ kind }: PlacedEvent): ReturnType<typeof indexMember> {
  return kind.about === 'inside' ? indexMember(kind.strand) : null;
}

function member({ json, event }: TypedEvent, name: string): Seen {
  return { event, path: name, value: json[name] };
}

export function memberOf({ json, event }: PlacedEvent, name: string): Seen {
  return { event, path: name, value: json[name] };
}

/** Returns the id of the announced item, or of the done item if it was not announced; null if it has none. */
function idOf(item: Item): string | null {
  const id = (item.added ?? item.done[0])?.json['id'];
  return isFilledText(id) ? id : null;
}

/** Returns one event for each part of an item. */
function firstOfEachPart(events: readonly PlacedEvent[]): PlacedEvent[] {
  const known = new Map<Item, Set<Json>>();
  return events.filter(({ item, json: { content_index: index } }) => {
    const parts = known.get(item) ?? new Set<Json>();
    known.set(item, parts);
    if (parts.has(index)) return false;
    parts.add(index);
    return true;
  });
}

/** Finds parts that are not opened in the order of their indexes. */
function misplacedParts(inside: readonly PlacedEvent[]): Finding[] {
  const opened = new Map<Item, Map<string, number>>();
  return findingsIn(inside, (placed) => {
    const { kind, item } = placed;
    if (kind.about !== 'inside' || kind.piece !== 'opening' || kind.strand === null) return NO_FINDINGS;
    const counts = opened.get(item) ?? new Map<string, number>();
    opened.set(item, counts);
    const due = counts.get(kind.strand) ?? 0;
    counts.set(kind.strand, due + 1);
    const seen = memberOf(placed, indexMember(kind.strand) ?? '');
    if (!isNatural(seen.value) || seen.value === due) return NO_FINDINGS;
    return [findingAt(seen, 'the part has another place in its item', wordOf(due))];
  });
}
