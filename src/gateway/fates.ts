/** The fate of each thing, over all conversations with a conforming upstream. Pure. */
import type { Delivery } from '../evidence/exchange.ts';
import type { Json } from '../text/json.ts';
import { jsonText, shorten } from '../text/json-text.ts';
import type { ComparedConversation } from './compared-conversation.ts';
import type { Difference } from './difference.ts';
import { worstOf } from './fate.ts';
import { ASKED, CANCELLATION, CHUNK_TIMES, type Passing } from './passing.ts';
import type { Planned } from './plan.ts';
import type { Fate, FatePlace, FateRecord, TriedRecord } from './record.ts';
import { shownWires } from './shown-wires.ts';
import { THINGS, type Thing } from './things.ts';

export interface HeldConversation {
  readonly planned: Planned;
  readonly compared: ComparedConversation;
}

/** In the order of the matrix: inwards first, then outwards. */
export const ALL_THINGS: readonly (Thing | Passing)[] = [
  ASKED,
  ...THINGS.filter(({ way }) => way === 'inwards'),
  CANCELLATION,
  ...THINGS.filter(({ way }) => way === 'outwards'),
  CHUNK_TIMES,
];

const DELIVERIES: readonly Delivery[] = ['streaming', 'buffered'];

type About = Pick<TriedRecord, 'gateway' | 'outer' | 'inner'>;

export function fatesOf(about: About, held: readonly HeldConversation[]): FateRecord[] {
  const deliveries = DELIVERIES.filter((delivery) =>
    held.some(({ planned }) => planned.delivery === delivery),
  );
  return ALL_THINGS.flatMap((thing) =>
    deliveries.map((delivery) =>
      fateRecord(
        about,
        thing,
        delivery,
        held.filter(({ planned }) => planned.delivery === delivery),
      ),
    ),
  );
}

function fateRecord(
  about: About,
  thing: Thing | Passing,
  delivery: Delivery,
  held: readonly HeldConversation[],
): FateRecord {
  const counts = { kept: 0, changed: 0, lost: 0, invented: 0, 'not-carried': 0 };
  const places: FatePlace[] = [];
  for (const { planned, compared } of held) {
    for (const { number, pair, things } of compared.pairs) {
      const { shown = 0, differences = [] } =
        things.find((each) => each.thing.id === thing.id)?.compared ?? {};
      if (shown === 0) continue;
      const fates = new Set(differences.map(({ fate }) => fate));
      if (fates.size === 0) counts.kept += 1;
      for (const fate of fates) {
        counts[fate] += 1;
        const first = differences.find((difference) => difference.fate === fate);
        if (first === undefined || places.some((place) => place.fate === fate)) continue;
        places.push(placeOf(first, planned.name, number, pair));
      }
    }
  }
  const seen = Object.entries(counts).flatMap(([fate, count]) => (count > 0 && isFate(fate) ? [fate] : []));
  return {
    type: 'fate',
    ...about,
    thing: thing.id,
    delivery,
    fate: worstOf(seen),
    level: thing.level,
    counts,
    places,
  };
}

function isFate(text: string): text is Fate {
  return ['kept', 'changed', 'lost', 'invented', 'not-carried'].includes(text);
}

function placeOf(
  { fate, key, sent, arrived, why }: Difference,
  conversation: string,
  exchange: number,
  pair: Parameters<typeof shownWires>[0],
): FatePlace {
  return {
    fate,
    conversation,
    exchange,
    part: shorten(key, 80),
    sent: textOf(sent),
    arrived: textOf(arrived),
    why,
    wires: shownWires(pair),
  };
}

const VALUE_LENGTH = 400;

function textOf(value: Json): string | null {
  return value === undefined ? null : shorten(jsonText(value), VALUE_LENGTH);
}
