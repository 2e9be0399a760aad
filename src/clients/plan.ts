/** Plans the trials for a client: each fault that a provider can show, in the best matching scenario. */

import { whyNotServed } from '../catalogue/unserved-faults.ts';
import { type AnyDialect, dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { SeededFault } from '../proof/cases.ts';
import { type Dialogue, isAnswer } from '../proof/dialogue.ts';
import { peculiarityOf } from '../proof/peculiarity.ts';
import { baseOf, type Proof } from '../proof/proof.ts';
import { FAULT_LIST } from '../provider/opened-provider.ts';
import { addAndMultiply } from '../scenarios/all/add-and-multiply.ts';
import { answersReversed } from '../scenarios/all/answers-reversed.ts';
import { noArguments } from '../scenarios/all/no-arguments.ts';
import { parallelOff } from '../scenarios/all/parallel-off.ts';
import { sequentialCalls } from '../scenarios/all/sequential-calls.ts';
import { weather } from '../scenarios/all/weather.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';

export interface Wanted {
  readonly dialect: string;
  readonly extension: Extension | null;
  readonly deliveries: readonly Delivery[];
  /** Names of faults, or of families, such as `ids/`; an empty list means all. */
  readonly faults: readonly string[];
  /** The scenario for all trials; null for the best match of each fault. */
  readonly scenario: string | null;
}

export interface Trial {
  readonly fault: SeededFault;
  readonly scenario: Scenario;
  readonly delivery: Delivery;
  /** Another scenario for a fault that does not fit into the answers of the first. */
  readonly otherwise: Scenario | null;
  /** What the fault needs from a conversation in addition to tools and calls; null for nothing. */
  readonly takes: string | null;
}

/** Two tools whose schemas have more than types: enums, and no additional properties. */
const { parallelCalls: _forbidden, needs: _needed, ...bothInOslo } = parallelOff;
const WEATHER_AND_TIME: Scenario = {
  ...bothInOslo,
  id: 'weather-and-time',
  title: 'Two tools with closed schemas, one call after the other',
};
/** Results that may be assigned to the wrong call. */
const { reversed: _backwards, ...bothCities } = answersReversed;
const TWO_CITIES: Scenario = {
  ...bothCities,
  id: 'two-cities',
  title: 'Two calls of one tool at once',
};
/** For faults in an answer without calls: a tool is offered, but not used. */
const GREETING: Scenario = {
  ...weather,
  id: 'greeting',
  title: 'A greeting, and no call',
  prompts: ['Good morning!'],
  facts: [],
  script: [() => ({ text: 'Good morning!' })],
};
/** Conversations that any agent can hold: a prompt, calls, their results, the answer. */
const CLIENT_SCENARIOS = [
  weather,
  addAndMultiply,
  sequentialCalls,
  noArguments,
  WEATHER_AND_TIME,
  TWO_CITIES,
  GREETING,
];

/** @throws {SuiteError} for a name that matches no fault or scenario */
export async function trialsFor({
  dialect: id,
  extension,
  deliveries,
  faults,
  scenario,
}: Wanted): Promise<Trial[]> {
  const dialect = dialectOf(id);
  const proof = await dialect.proof();
  const served = proof.faults.filter((fault) => whyNotServed(fault, dialect) === null);
  for (const name of faults) requireFault(name, served, dialect);
  const only = scenario === null ? null : scenarioCalled(scenario);
  return served
    .filter(({ name }) => faults.length === 0 || faults.some((wanted) => isCalled(name, wanted)))
    .filter((fault) => isHeard(fault, proof, extension))
    .map((fault) => {
      const { delivery, dialogue } = baseOf(proof, fault.base);
      const otherwise = only === null ? otherwiseFor(dialogue) : null;
      return {
        fault,
        delivery,
        scenario: only ?? scenarioFor(dialogue),
        otherwise,
        takes: peculiarityOf(dialogue),
      };
    })
    .filter(({ delivery }) => deliveries.includes(delivery));
}

function isCalled(name: string, wanted: string): boolean {
  return name === wanted || (wanted.endsWith('/') && name.startsWith(wanted));
}

/** True when the fault uses only extensions that this client uses. */
function isHeard({ base }: SeededFault, proof: Proof, extension: Extension | null): boolean {
  const { extensions } = baseOf(proof, base).sound();
  return extensions.every((each) => each === extension);
}

function requireFault(name: string, served: readonly SeededFault[], dialect: AnyDialect): void {
  const known = served.map((fault) => fault.name);
  if (known.some((each) => isCalled(each, name))) return;
  throw new SuiteError(
    `--fault ${name}: no provider of ${dialect.name} can show it; ${suggest(name, known, FAULT_LIST)}`,
  );
}

/** @throws {SuiteError} when it is not one of the scenarios that any agent can hold */
export function scenarioCalled(id: string): Scenario {
  const found = CLIENT_SCENARIOS.find((scenario) => scenario.id === id);
  if (found !== undefined) return found;
  const known = CLIENT_SCENARIOS.map((scenario) => scenario.id).join(', ');
  throw new SuiteError(`--scenario ${id}: is no scenario for a client; choose ${known}`);
}

/** Returns a scenario with as many parallel calls, and as many rounds of calls, as the fault's dialogue. */
function scenarioFor({ shownIn, turns }: Dialogue): Scenario {
  const callsOf = turns.map((turn) => (isAnswer(turn) ? (turn.calls?.length ?? 0) : 0));
  if (shownIn === answersReversed.id) return TWO_CITIES;
  const same = CLIENT_SCENARIOS.find(({ id }) => id === shownIn);
  if (same !== undefined) return same;
  if (Math.max(...callsOf) > 1) return addAndMultiply;
  return callsOf.filter((calls) => calls > 0).length > 1 ? sequentialCalls : weather;
}

/** Returns the scenario for faults in answers without calls, or in schema-bound arguments. */
function otherwiseFor({ shownIn, turns }: Dialogue): Scenario | null {
  if (turns.every((turn) => isAnswer(turn) && turn.calls === undefined)) return GREETING;
  return shownIn === parallelOff.id ? WEATHER_AND_TIME : null;
}
