/** Plans the conversations that test a gateway: every scenario with a conforming upstream, and each seeded fault. */
import { type Trial, trialsFor } from '../clients/plan.ts';
import { SETTINGS, type Setting } from '../dialects/carries.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { SeededFault } from '../proof/cases.ts';
import { baseOf } from '../proof/proof.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { canHold } from '../scenarios/held.ts';
import { copyOf, type Need, type Scenario } from '../scenarios/scenario.ts';
import type { Wires } from './difference.ts';
import type { Circumstances } from './inner-wire.ts';

export interface Planned {
  /** Such as `weather`, or `weather, paced`. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly delivery: Delivery;
  readonly circumstances: Circumstances;
  /** The settings in its requests, if the outer dialect has them; absent for none. */
  readonly settings?: readonly Setting[];
}

/** A conversation with a fault; the same one is also held without it. */
export interface PlannedFault extends Planned {
  readonly fault: SeededFault;
  /** Alternative conversations, tried in order, for a fault that does not fit into this one. */
  readonly otherwise: readonly Planned[];
}

export interface Wanted {
  readonly wires: Wires;
  readonly deliveries: readonly Delivery[];
  /** Ids; empty for all. */
  readonly scenarios: readonly string[];
  /** Names of faults, or of families, such as `ids/`; empty for all, null for no faults. */
  readonly faults: readonly string[] | null;
}

export interface Plan {
  readonly conforming: readonly Planned[];
  readonly faults: readonly PlannedFault[];
}

const CONFORMING: Circumstances = { cachesPrompts: true };

/** Milliseconds between two chunks of a stream: slow enough to notice buffering, and to hang up in between. */
const PACE = 50;

/** Newer models of Messages accept only one of temperature and top_p. */
const ALL_BUT_TOP_P = SETTINGS.filter((setting) => setting !== 'top-p');

/** Conforming conversations with special behaviour of the upstream or the client. */
const WAYS: readonly {
  readonly way: string;
  readonly scenario: string;
  readonly delivery: Delivery | null;
  readonly circumstances: Circumstances;
  readonly settings?: readonly Setting[];
}[] = [
  {
    way: 'steered',
    scenario: 'weather',
    delivery: null,
    circumstances: CONFORMING,
    settings: ALL_BUT_TOP_P,
  },
  { way: 'top_p', scenario: 'weather', delivery: null, circumstances: CONFORMING, settings: ['top-p'] },
  { way: 'paced', scenario: 'weather', delivery: 'streaming', circumstances: { pace: PACE } },
  { way: 'paced', scenario: 'cancelled', delivery: 'streaming', circumstances: { pace: PACE } },
  {
    way: 'throttled',
    scenario: 'weather',
    delivery: null,
    circumstances: { throttle: { requests: 1, retryAfter: 1 } },
  },
  {
    way: 'wrong key',
    scenario: 'weather',
    delivery: null,
    circumstances: { apiKey: 'the key of somebody else' },
  },
];

/** Needs for which a gateway can do nothing if the inner dialect has no field for them. */
const FOR_BOTH_WIRES: readonly Need[] = [
  'stored-history',
  'image-results',
  'file-results',
  'custom-tools',
  'web-search',
  'code-execution',
  'programmatic-calls',
  'tool-search',
];

function isForBothWires({ needs = [] }: Scenario): boolean {
  return needs.some((need) => FOR_BOTH_WIRES.includes(need));
}

/** @throws {SuiteError} for a name that matches no fault */
export async function planFor({ wires, deliveries, scenarios, faults }: Wanted): Promise<Plan> {
  const [outer, inner] = [dialectOf(wires.outer.dialect), dialectOf(wires.inner.dialect)];
  const isWanted = ({ id }: Scenario) => scenarios.length === 0 || scenarios.includes(id);
  const isHeld = (scenario: Scenario) =>
    canHold(outer, scenario) && (!isForBothWires(scenario) || canHold(inner, scenario));
  const wanted = SCENARIOS.filter((scenario) => isWanted(scenario) && isHeld(scenario)).map((scenario) =>
    copyOf(scenario, 1),
  );
  const plain = wanted.flatMap((scenario) => deliveries.map((delivery) => conforming(scenario, delivery)));
  const ways = WAYS.flatMap(({ way, scenario: id, delivery: only, ...rest }) =>
    wanted
      .filter((scenario) => scenario.id === id)
      .flatMap((scenario) =>
        deliveries
          .filter((delivery) => only === null || only === delivery)
          .map((delivery): Planned => ({ name: `${id}, ${way}`, scenario, delivery, ...rest })),
      ),
  );
  const trials =
    faults === null ? [] : await trialsFor({ ...wires.inner, deliveries, faults, scenario: null });
  const proof = await inner.proof();
  const shown = trials.map((trial) => {
    const { shownIn } = baseOf(proof, trial.fault.base).dialogue;
    const own = SCENARIOS.find(({ id }) => id === shownIn && id !== trial.scenario.id);
    const isForIt = own !== undefined && isHeld(own);
    const others = [trial.otherwise, isForIt ? copyOf(own, 1) : null].filter((each) => each !== null);
    return { ...faulty(trial, trial.scenario), otherwise: others.map((scenario) => faulty(trial, scenario)) };
  });
  const all = shown.flatMap((planned) => [planned, ...planned.otherwise]);
  const besides = all.filter(
    (one, at) =>
      !plain.some((other) => isSame(one, other)) && all.findIndex((other) => isSame(one, other)) === at,
  );
  return {
    conforming: [
      ...plain,
      ...besides.map(({ scenario, delivery }) => conforming(scenario, delivery)),
      ...ways,
    ],
    faults: shown,
  };
}

/** Compares scenario and delivery only. */
export function isSame(one: Planned, other: Planned): boolean {
  return one.scenario.id === other.scenario.id && one.delivery === other.delivery;
}

function conforming(scenario: Scenario, delivery: Delivery): Planned {
  return { name: scenario.id, scenario, delivery, circumstances: CONFORMING };
}

function faulty({ fault, delivery }: Trial, scenario: Scenario): Omit<PlannedFault, 'otherwise'> {
  return {
    name: `${scenario.id}, ${fault.name}`,
    scenario,
    delivery,
    circumstances: { ...CONFORMING, fault: fault.name },
    fault,
  };
}
