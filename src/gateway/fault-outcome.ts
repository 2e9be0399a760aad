/**
 * Decides what a gateway did with a fault, by comparison with the same conversation without the fault
 * (docs/gateway.md). Pure.
 */
import { show } from '../text/json-text.ts';
import { type Before, chargeFindings, isDamaged } from './charges.ts';
import type { ChargedFinding, ComparedConversation, ComparedPair } from './compared-conversation.ts';
import type { Difference } from './difference.ts';
import { isSame } from './fate.ts';
import type { Passing } from './passing.ts';
import type { FaultOutcome } from './record.ts';
import { type Side, THINGS, type Thing } from './things.ts';

export interface WeighedFault {
  readonly outcome: FaultOutcome;
  readonly reasons: readonly string[];
  /** The exchange that shows it best, from 1. */
  readonly exchange: number;
}

/**
 * @param check the check that catches the fault; if it does not fail on the inner wire, the fault was not shown to the
 *   gateway
 */
export function faultOutcome(faulty: ComparedConversation, before: Before, check: string): WeighedFault {
  const { sound } = before;
  if (!faulty.failingInside.has(check)) return { outcome: 'not-shown', reasons: [], exchange: 1 };
  const exchange = exchangeOf(faulty, check);
  const refusal = refusalIn(faulty);
  if (refusal !== null) return { outcome: 'reported', ...refusal };
  const findings = chargeFindings(faulty, before);
  const worse = worseIn(faulty, findings, before);
  const [first] = worse;
  if (first !== undefined) {
    return { outcome: 'made-worse', reasons: worse.map(({ reason }) => reason), exchange: first.exchange };
  }
  const isPassedOn =
    faulty.failingOutside.has(check) ||
    findings.some(({ charged }) => charged === 'upstream') ||
    passesOn(sound, faulty);
  return { outcome: isPassedOn ? 'passed-on' : 'mended', reasons: [], exchange };
}

/** Returns the exchange with the fault on the outer wire, otherwise the first exchange. */
function exchangeOf({ findings }: ComparedConversation, check: string): number {
  return findings.find((finding) => finding.check === check)?.exchange ?? 1;
}

interface Reason {
  readonly reason: string;
  readonly exchange: number;
}

/** The upstream answered, and the gateway reports with an error response of its own that the answer is wrong. */
function refusalIn({ pairs }: ComparedConversation): Omit<WeighedFault, 'outcome'> | null {
  for (const { number, outer, inner } of pairs) {
    const { standing } = outer.reading;
    if (standing.kind !== 'refused' || standing.status < 400) continue;
    if (inner?.reading.standing.kind !== 'refused') return { reasons: [standing.reason], exchange: number };
  }
  return null;
}

/** Returns what equals neither the upstream's answer nor the answer without the fault. */
function worseIn(
  faulty: ComparedConversation,
  findings: readonly ChargedFinding[],
  { sound, ownFaults }: Before,
): Reason[] {
  const things = faulty.pairs.flatMap((pair) => worseThings(pair, sound));
  if (things.length > 0) return things;
  return findings
    .filter(({ charged, level, check }) => charged === 'gateway' && level === 'MUST' && !ownFaults.has(check))
    .map(({ check, message, exchange }) => ({ reason: `${check}: ${message}`, exchange }));
}

function worseThings({ number, outer, inner, things }: ComparedPair, sound: ComparedConversation): Reason[] {
  const own = sound.pairs[number - 1];
  return things.flatMap(({ thing, compared: { differences } }) => {
    const isFilledIn = fillingIn(thing, own);
    const first = differences.find(
      (difference) => difference.fate !== 'not-carried' && !isFilledIn(difference),
    );
    if (first === undefined || inner === null) return [];
    // If the answer breaks off on the inner wire, it cannot end better on the outer wire.
    if (isBrokenOff(inner) && isBrokenOff(outer)) return [];
    if (own?.things.some((other) => other.thing.id === thing.id && isDamaged(other))) return [];
    const arrived = thing.way === 'outwards' ? 'outer' : 'inner';
    const [now, then] = [arrived === 'outer' ? outer : inner, own?.[arrived]];
    if (then != null && 'parts' in thing && isSame(thing, now, then)) return [];
    const what = `${thing.title.toLowerCase()} ${first.fate}`;
    return [{ reason: `${what}: ${show(first.sent)} became ${show(first.arrived)}`, exchange: number }];
  });
}

/** The gateway may fill in what the fault removed, with any value. */
function fillingIn(
  thing: Thing | Passing,
  own: ComparedPair | undefined,
): (difference: Difference) => boolean {
  if (own?.inner == null || !('parts' in thing)) return () => false;
  const { inner, outer } = own;
  let keys: ReadonlySet<string> | undefined;
  return ({ fate, key }) => {
    if (fate !== 'invented') return false;
    keys ??= new Set(thing.parts(inner, outer).map((part) => part.key));
    return keys.has(key);
  };
}

function isBrokenOff({ reading: { exchange } }: Side): boolean {
  return exchange.failure !== undefined;
}

const OUTWARDS: readonly Thing[] = THINGS.filter(({ way }) => way === 'outwards');

/** True when a part of the answer equals the upstream's and differs from the one without the fault. */
function passesOn(sound: ComparedConversation, faulty: ComparedConversation): boolean {
  return faulty.pairs.some(({ number, outer, inner }) => {
    const own = sound.pairs[number - 1]?.outer;
    if (own === undefined || inner === null) return false;
    return OUTWARDS.some((thing) => !isSame(thing, outer, own) && isSame(thing, inner, outer));
  });
}
