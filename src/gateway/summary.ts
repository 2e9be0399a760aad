/** The result of trying a gateway, for a terminal. */
import pc from 'picocolors';
import type { FailOn } from '../gate/gate.ts';
import type { Level } from '../judge/verdict.ts';
import { countsTable } from '../terminal/counts-table.ts';
import { wrapped } from '../terminal/wrapped.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { ALL_THINGS } from './fates.ts';
import {
  FAULT_OUTCOMES,
  type Fate,
  type FatePlace,
  type FateRecord,
  type FaultRecord,
  type FindingRecord,
  type GatewayRecord,
} from './record.ts';

/** True when something at this level or a stronger one is wrong. */
export function gatewayFails(records: readonly GatewayRecord[], failOn: FailOn): boolean {
  const counts = (level: Level) => failOn !== 'never' && (level === 'MUST' || failOn === 'should');
  return records.some((record) => {
    if (record.type === 'fate') return counts(record.level) && isDamaged(record.fate);
    if (record.type === 'finding') return counts(record.level) && record.charged === 'gateway';
    return record.type === 'fault' && record.outcome === 'made-worse' && counts('MUST');
  });
}

/** Returns the last line: the result, and whether a stricter level would fail. */
export function gatewayDecision(records: readonly GatewayRecord[], failOn: FailOn): string {
  if (gatewayFails(records, failOn))
    return 'conformance failures: the gateway does not keep all that it is held to';
  const next = (['must', 'should'] as const).find((level) => gatewayFails(records, level));
  return next === undefined
    ? 'passed: the gateway keeps all that matters'
    : `passed: the gateway keeps what it is held to; with --fail-on ${next} it would not pass`;
}

export function isDamaged(fate: Fate): boolean {
  return fate === 'changed' || fate === 'lost' || fate === 'invented';
}

interface Width {
  readonly columns: number;
  /** True for every finding and fault, false for only those that went wrong. */
  readonly whole: boolean;
}

export function gatewaySummary(records: readonly GatewayRecord[], { columns, whole }: Width): string {
  const fates = records.flatMap((record) => (record.type === 'fate' ? [record] : []));
  const findings = records.flatMap((record) => (record.type === 'finding' ? [record] : []));
  const faults = records.flatMap((record) => (record.type === 'fault' ? [record] : []));
  const told = faults.filter(({ outcome }) => outcome === 'made-worse' || (whole && outcome !== 'not-shown'));
  return [
    ...ALL_THINGS.flatMap((thing) => thingLines(thing, fates, columns)),
    ...findingLines(findings, columns),
    ...told.map((fault) => wrapped(faultLine(fault), columns, 2)),
    ...(faults.length === 0 ? [] : [faultCounts(faults, columns)]),
  ].join('\n');
}

function thingLines(
  { id, title }: { readonly id: string; readonly title: string },
  fates: readonly FateRecord[],
  columns: number,
): string[] {
  const own = fates.filter(({ thing }) => thing === id);
  const said = own.map(({ delivery, fate }) => `${COLOURS[fate](fate.replace('-', ' '))} (${delivery})`);
  const words = new Set(own.map(({ fate }) => fate));
  const [only] = words;
  const fate =
    words.size === 1 && only !== undefined ? COLOURS[only](only.replace('-', ' ')) : said.join(', ');
  const places = own.flatMap((record) => record.places.map((place) => placeLine(place, record)));
  const seen = places.filter((line, at) => places.indexOf(line) === at);
  return [`${title.padEnd(NAME_WIDTH)}${fate}`, ...seen.map((line) => `  ${wrapped(line, columns, 4)}`)];
}

const NAME_WIDTH = 26;

function placeLine(
  { fate, conversation, exchange, part, sent, arrived, why }: FatePlace,
  { delivery }: FateRecord,
): string {
  const where = `${conversation} (${delivery}), exchange ${exchange}`;
  const which = part === '' ? '' : `${part}: `;
  const what =
    why ??
    (sent === null
      ? `nothing became ${arrived}`
      : `${sent} ${arrived === null ? 'is gone' : `became ${arrived}`}`);
  return plain(`${fate.replace('-', ' ')} in ${where}: ${which}${what}`);
}

const COLOURS: Readonly<Record<Fate, (text: string) => string>> = {
  kept: pc.green,
  changed: pc.red,
  lost: pc.red,
  invented: pc.red,
  'not-carried': pc.dim,
  'not-shown': pc.dim,
};

/** Returns one line for each rule, wire and charged side. */
function findingLines(findings: readonly FindingRecord[], columns: number): string[] {
  const groups = groupBy(findings, ({ check, charged, wire }) => `${check} ${charged} ${wire}`);
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { level, check, wire, charged, message, conversation, delivery, exchange } = first;
    const where = `${conversation} (${delivery}), exchange ${exchange}`;
    const more = same.length === 1 ? '' : `, and ${same.length - 1} more`;
    const line = `${level} ${check}, on the ${wire} wire, by the ${charged}: ${message} in ${where}${more}`;
    return [wrapped(plain(line), columns, 2)];
  });
}

function faultLine({ outcome, fault, delivery, reasons: [first, ...more] }: FaultRecord): string {
  const colour = outcome === 'made-worse' ? pc.red : pc.cyan;
  const why = first === undefined ? '' : `: ${first}${more.length === 0 ? '' : `, and ${more.length} more`}`;
  return `${colour(outcome.replace('-', ' '))} ${plain(`${fault} (${delivery})${why}`)}`;
}

function faultCounts(faults: readonly FaultRecord[], columns: number): string {
  const deliveries = [...new Set(faults.map(({ delivery }) => delivery))];
  return countsTable(
    'faults of the upstream',
    deliveries.map((delivery) => ({
      name: delivery,
      counts: Object.fromEntries(
        FAULT_OUTCOMES.map((outcome) => [
          outcome.replace('-', ' '),
          faults.filter((fault) => fault.delivery === delivery && fault.outcome === outcome).length,
        ]),
      ),
    })),
    columns,
  );
}
