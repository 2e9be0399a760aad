/** The faults that harm a client, by the check that catches them. Pure. */
import { breaksClient, WEIGHTS, type Weight, weightOf } from '../../../clients/harm.ts';
import type { MeasuredClients, ShownRecord, TrialRecord } from '../../../clients/record.ts';
import { faultAnchor } from '../../../results/page-addresses.ts';
import { groupBy } from '../../../text/group-by.ts';

/** The faults of one dialect that one check catches: the content of one page. */
export interface HarmfulFaults {
  readonly dialect: string;
  readonly check: string;
  readonly faults: readonly HarmfulFault[];
}

export interface HarmfulFault {
  readonly anchor: string;
  readonly fault: string;
  readonly delivery: string;
  /** Undefined if no client got far enough for the check to see the fault. */
  readonly shown: ShownRecord | undefined;
  /** The clients that it harms, grouped by equal behaviour, the most severe first. */
  readonly harmed: readonly (readonly [TrialRecord, ...TrialRecord[]])[];
  readonly unharmed: readonly TrialRecord[];
}

export function harmfulFaults({ trials, shown }: MeasuredClients): HarmfulFaults[] {
  const looks = new Map(shown.map((record) => [keyOf(record), record]));
  return [...groupBy(trials, ({ dialect, check }) => `${dialect} ${check}`).values()].flatMap((caught) => {
    const [first] = caught;
    const faults = [...groupBy(caught, keyOf).values()].flatMap((same) => harmfulFault(same, looks));
    return first === undefined || faults.length === 0
      ? []
      : [{ dialect: first.dialect, check: first.check, faults }];
  });
}

function harmfulFault(
  same: readonly TrialRecord[],
  looks: ReadonlyMap<string, ShownRecord>,
): readonly HarmfulFault[] {
  const [first] = same;
  const harmed = same.filter(isHarmed);
  if (first === undefined || harmed.length === 0) return [];
  const { fault, delivery } = first;
  return [
    {
      anchor: faultAnchor(fault, delivery),
      fault,
      delivery,
      shown: looks.get(keyOf(first)),
      harmed: gravestFirst(harmed),
      unharmed: same.filter((trial) => !isHarmed(trial)),
    },
  ];
}

function gravestFirst(harmed: readonly TrialRecord[]): HarmfulFault['harmed'] {
  const alike = groupBy(harmed, ({ outcome, harms, report, next }) =>
    JSON.stringify([outcome, harms, report, next]),
  );
  return [...alike.values()]
    .flatMap(([first, ...others]) =>
      first === undefined ? [] : [[first, ...others] satisfies [TrialRecord, ...TrialRecord[]]],
    )
    .toSorted(([one], [other]) => rankOf(one) - rankOf(other));
}

function rankOf(trial: TrialRecord): number {
  return WEIGHTS.indexOf(weightOf(trial));
}

/** Returns true if the bytes of a trial are worth showing, even if the client did what the answer says. */
export function isHarmed(trial: TrialRecord): boolean {
  const weight: Weight = weightOf(trial);
  return breaksClient(weight) || weight === 'as-sent';
}

function keyOf({ dialect, fault, delivery }: Pick<ShownRecord, 'dialect' | 'fault' | 'delivery'>): string {
  return `${dialect} ${fault} ${delivery}`;
}
