/** deltas: the positions of items in a stream, and how a call starts. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isNatural } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { type Json, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_CALL, OAS_EVENTS, seenBroken } from '../authorities.ts';
import { copiesOf, copyOf, type Item, type PlacedEvent } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { memberOf } from './events.ts';
import { CALLS, memberOf as memberOfCopy, overTypes } from './item.ts';

export const deltas: RulesInDialect<ResponsesReading> = {
  'deltas/index': {
    title: 'Every output_item event, and every event inside an item, has an integer output_index from 0',
    authority: [OAS_EVENTS('output_index is the place of the item in the output.'), ...seenBroken('index')],
    run: ({ placed }) =>
      among(
        placed,
        placed
          .filter(({ json }) => !isNatural(json['output_index']))
          .map((event) =>
            findingAt(
              memberOf(event, 'output_index'),
              'clients cannot tell which item this is',
              'an integer >= 0',
            ),
          ),
      ),
  },
  'deltas/index-from-zero': {
    title: 'The output_index of output_item.added counts 0, 1, 2 ...',
    authority: [OAS_EVENTS('It is the place of the item in the output, a list.'), ...seenBroken('indexes')],
    run: overOpenings((openings, placed) => {
      const seen = new Set<Json>();
      // An item that is never announced still occupies its index; events/inside-item reports it.
      const announced = new Set<Json>(openings.map(indexOf));
      const taken = new Set(placed.map(indexOf).filter((index) => !announced.has(index)));
      const faults: Finding[] = [];
      let next = 0;
      for (const opening of openings) {
        const index = indexOf(opening);
        if (seen.has(index)) continue;
        while (taken.has(next)) next += 1;
        if (index !== next) {
          faults.push(
            findingAt(memberOf(opening, 'output_index'), `item ${next + 1} of the stream`, wordOf(next)),
          );
        }
        seen.add(index);
        next += 1;
      }
      return among(openings, faults);
    }),
  },
  'deltas/one-call-per-index': {
    title: 'No output_index is opened twice, and no item id stands on two',
    authority: [OAS_EVENTS('output_index and item_id name one item.'), ...seenBroken('indexes')],
    run: overOpenings((openings) => {
      const byIndex = new Set<Json>();
      const places = new Map<string, Json>();
      return among(
        openings,
        openings.flatMap((opening) => {
          const index = opening.json['output_index'];
          const seen = memberOf(opening, 'output_index');
          if (byIndex.has(index))
            return [findingAt(seen, 'another item was opened at this index', 'an index of its own')];
          byIndex.add(index);
          const id = opening.item.added?.json['id'];
          if (!isFilledText(id)) return [];
          if (places.has(id))
            return [findingAt(seen, `the item ${show(id)} stands on two indexes`, show(places.get(id)))];
          places.set(id, index);
          return [];
        }),
      );
    }),
  },
  'deltas/id-first': {
    title: 'output_item.added of a call has a non-empty call_id',
    authority: [OAS_CALL('call_id is required in a call.')],
    run: overStarts('call_id', (seen) =>
      isFilledText(seen.value)
        ? []
        : [findingAt(seen, 'the call starts without its call_id', 'a non-empty string')],
    ),
  },
  'deltas/name-first': {
    title: 'output_item.added of a call has the whole, non-empty name',
    authority: [OAS_CALL('name is required in a call.')],
    run: overStarts('name', (seen, item) => {
      if (!isFilledText(seen.value))
        return [findingAt(seen, 'the call starts without its name', 'a non-empty string')];
      const whole = copyOf(item)?.json['name'];
      const isPiece = isFilledText(whole) && whole !== seen.value && whole.startsWith(seen.value);
      return isPiece ? [findingAt(seen, 'the name comes in pieces', show(whole))] : [];
    }),
  },
  'deltas/arguments-string': {
    title: 'delta and arguments, in the events of arguments and in the item, are strings',
    authority: [OAS_CALL('arguments is a string of JSON.'), OAS_EVENTS('delta is what is added to it.')],
    run: overTypes(CALLS, (calls) =>
      among(
        calls,
        calls
          .flatMap((item) => [
            ...item.arguments.deltas,
            ...item.arguments.wholes,
            ...copiesOf(item).map((copy) => memberOfCopy(copy, 'arguments')),
          ])
          .filter(({ value }) => typeof value !== 'string')
          .map((seen) => findingAt(seen, 'clients concatenate text', 'a string')),
      ),
    ),
  },
  'deltas/none-after-finish': {
    title: 'No event but [DONE] follows the terminal event',
    departs: {
      level: 'MUST',
      because: 'the terminal event holds the whole response, and clients stop reading at it',
    },
    authority: [...seenBroken('afterEnd')],
    run: ({ typed, responses, ended }) => {
      if (ended === null) return NOT_APPLICABLE;
      // A second terminal event is reported by finish/once.
      const ends = new Set(responses.filter(({ ends }) => ends !== null).map(({ event }) => event));
      return among(
        typed,
        typed
          .filter(({ event, known }) => known && event > (ended.event ?? 0) && !ends.has(event))
          .map(({ event, type }) =>
            findingAt(
              { event, path: 'type', value: type },
              `event ${ended.event} had ended the answer`,
              'the end of the stream, or [DONE]',
            ),
          ),
      );
    },
  },
};

/**
 * Runs a rule on the opening events. Inconclusive without an index, which deltas/index reports, so that one cause is
 * reported only once.
 */
function overOpenings(rule: (openings: readonly PlacedEvent[], placed: readonly PlacedEvent[]) => Judgement) {
  return ({ itemEvents, placed }: ResponsesReading): Judgement => {
    const openings = itemEvents.filter(({ kind }) => kind.about === 'item' && kind.opens);
    if (!openings.every(({ json }) => isNatural(json['output_index']))) {
      return inconclusive('items are announced without an output_index');
    }
    return rule(openings, placed);
  };
}

function indexOf({ json }: PlacedEvent): Json {
  return json['output_index'];
}

function overStarts(name: string, rule: (seen: Seen, item: Item) => readonly Finding[]) {
  return overTypes(CALLS, (calls) => {
    const starts = calls.flatMap((item) => (item.added === null ? [] : [{ item, added: item.added }]));
    return among(
      starts,
      starts.flatMap(({ item, added }) => rule(memberOfCopy(added, name), item)),
    );
  });
}
