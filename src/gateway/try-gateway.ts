/** Tries a gateway between the driver and the reference provider: with a conforming upstream, then with each fault. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Endpoint } from '../drive/drive.ts';
import type { SeededFault } from '../proof/cases.ts';
import type { Redactor } from '../redact/redact.ts';
import { knowledgeOf } from '../scenarios/scenario.ts';
import { groupBy } from '../text/group-by.ts';
import { type LiveOptions, LiveTransport } from '../transports/live.ts';
import type { LiveConnections } from '../transports/live-connections.ts';
import { type Before, chargeFindings } from './charges.ts';
import {
  type ChargedFinding,
  type ComparedConversation,
  compareConversation,
} from './compared-conversation.ts';
import type { Wires } from './difference.ts';
import { fatesOf, type HeldConversation } from './fates.ts';
import { faultOutcome } from './fault-outcome.ts';
import { holdThrough, type PairedExchange } from './held-conversation.ts';
import { type InnerWire, KEPT_BYTES } from './inner-wire.ts';
import { isSame, type Plan, type Planned, type PlannedFault } from './plan.ts';
import { requireReached } from './reached.ts';
import type { FaultRecord, FindingRecord, GatewayRecord } from './record.ts';
import { steeredBy } from './settings.ts';
import { shownWires } from './shown-wires.ts';
import { type Speakers, speakerOf } from './speaker.ts';

export interface Trying {
  /** The name of the gateway in the records. */
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly wires: Wires;
  readonly plan: Plan;
  readonly wire: InnerWire;
  /** The upstream's base URL for the gateway's configuration. */
  readonly upstream: string;
  readonly connections: LiveConnections;
  readonly options: LiveOptions;
  readonly redactor: Redactor;
  /** Called after each conversation, with the total number of conversations. */
  readonly onEnded: (planned: Planned, pairs: readonly PairedExchange[], of: number) => Promise<void>;
}

/**
 * @returns null when the signal of the options cancelled it
 * @throws {SuiteError} when the gateway cannot be reached, or does not reach its upstream
 */
export async function tryGateway(trying: Trying): Promise<GatewayRecord[] | null> {
  const { plan, name, versions, wires } = trying;
  const speakers = { outer: await speakerOf(wires.outer), inner: await speakerOf(wires.inner) };
  const of = plan.conforming.length + plan.faults.length;
  const sound: HeldConversation[] = [];
  for (const planned of plan.conforming) {
    const pairs = await hold(trying, planned);
    if (trying.options.signal?.aborted === true) return null;
    if (sound.length === 0) requireReached(pairs, trying);
    await trying.onEnded(planned, pairs, of);
    sound.push({ planned, compared: compared(speakers, planned, pairs) });
  }
  const ownFaults = new Set(
    sound.flatMap(({ compared: { findings } }) =>
      findings.filter(({ charged }) => charged === 'gateway').map(({ check }) => check),
    ),
  );
  const faults: FaultRecord[] = [];
  for (const planned of plan.faults) {
    const record = await tryFault(trying, planned, speakers, { sound, ownFaults }, of);
    if (record === null) return null;
    faults.push(record);
  }
  const about = { gateway: name, outer: wires.outer, inner: wires.inner };
  const exchanges = sound.reduce((sum, { compared: { pairs } }) => sum + pairs.length, 0);
  return [
    { type: 'gateway', ...about, versions, conversations: of, exchanges },
    ...fatesOf(about, sound),
    ...sound.flatMap(({ planned, compared: { findings } }) =>
      findings.map(
        (finding): FindingRecord => ({
          type: 'finding',
          ...about,
          conversation: planned.name,
          delivery: planned.delivery,
          ...finding,
        }),
      ),
    ),
    ...faults,
  ];
}

/** Tries the fault in the first conversation that it fits into; null when the signal of the options cancelled it. */
async function tryFault(
  trying: Trying,
  planned: PlannedFault,
  speakers: Speakers,
  {
    sound,
    ownFaults,
  }: { readonly sound: readonly HeldConversation[]; readonly ownFaults: Before['ownFaults'] },
  of: number,
): Promise<FaultRecord | null> {
  const last = planned.otherwise.at(-1) ?? planned;
  for (const each of [planned, ...planned.otherwise]) {
    const pairs = await hold(trying, each);
    if (trying.options.signal?.aborted === true) return null;
    const own = sound.find((other) => isSame(other.planned, each));
    if (own === undefined) throw new Error('every conversation is held without a fault first');
    const before = { sound: own.compared, ownFaults };
    const record = faultRecord(trying, planned.fault, each, compared(speakers, each, pairs), before);
    if (record.outcome === 'not-shown' && each !== last) continue;
    await trying.onEnded(each, pairs, of);
    return record;
  }
  return null;
}

async function hold(
  trying: Trying,
  { scenario, delivery, circumstances, settings }: Planned,
): Promise<PairedExchange[]> {
  const { wires, wire, endpoint, model, connections, options, redactor } = trying;
  const { dialect: id, extension } = wires.outer;
  const dialect = dialectOf(id);
  const steered = settings === undefined ? null : steeredBy(dialect, extension, settings);
  await wire.answer(circumstances);
  return holdThrough(
    dialect,
    scenario,
    { ...endpoint, headers: { ...steered?.headers, ...endpoint.headers } },
    {
      model,
      delivery,
      extensions: new Set(extension === null ? [] : [extension]),
      upstream: null,
      extraBody: steered?.body ?? {},
    },
    new LiveTransport(connections, { ...options, maxBodyBytes: KEPT_BYTES, maxAttempts: 1 }),
    wire,
    redactor,
  );
}

function compared(
  speakers: Speakers,
  { scenario, circumstances }: Planned,
  pairs: readonly PairedExchange[],
) {
  const isPaced = circumstances.pace !== undefined;
  return compareConversation(pairs, speakers, { scenario: knowledgeOf(scenario), isPaced });
}

function faultRecord(
  { name, wires }: Trying,
  fault: SeededFault,
  { delivery, name: conversation }: Planned,
  faulty: ComparedConversation,
  before: Before,
): FaultRecord {
  const { outcome, reasons, exchange } = faultOutcome(faulty, before, fault.catches);
  const pair = faulty.pairs[exchange - 1]?.pair;
  const isProof = (outcome === 'made-worse' || outcome === 'reported') && pair !== undefined;
  return {
    type: 'fault',
    gateway: name,
    ...wires,
    fault: fault.name,
    title: fault.title,
    check: fault.catches,
    delivery,
    conversation,
    outcome,
    reasons: [...reasons],
    findings: oneOfEach(chargeFindings(faulty, before)),
    wires: isProof ? shownWires(pair) : null,
  };
}

/** Returns the first finding for each rule, wire and charged side. */
function oneOfEach(findings: readonly ChargedFinding[]): ChargedFinding[] {
  const key = ({ check, wire, charged }: ChargedFinding) => `${check} ${wire} ${charged}`;
  return [...groupBy(findings, key).values()].flatMap((same) => same.slice(0, 1));
}
