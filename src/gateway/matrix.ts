/** docs/gateways.md: what the tried gateways do with everything that passes through them. */
import { markdownTable } from '../text/markdown-table.ts';
import { byGateway, type MeasuredGateway, shownFates, spokenBy } from './by-gateway.ts';
import { ALL_THINGS } from './fates.ts';
import { FAULT_OUTCOMES, type FateRecord, type GatewayRecord, type TriedRecord } from './record.ts';

/** Returns the matrix as Markdown; the same records give the same text. */
export function gatewaysMatrix(records: readonly GatewayRecord[]): string {
  const gateways = byGateway(records);
  return [
    '# Gateways',
    '',
    'Generated from docs/gateways.jsonl by `npm run docs`; do not edit. Each gateway stood between the driver and the reference',
    'provider; [gateway.md](gateway.md) says what the words mean. The page "Gateways" of the report has both wires of each cell.',
    '',
    ...gateways.map(({ tried }) => `- **${tried.gateway}**: ${spokenBy(tried)}; ${packagesOf(tried)}.`),
    '',
    ...markdownTable(
      ['what passes', ...gateways.map(({ tried }) => tried.gateway)],
      ALL_THINGS.map(({ id, title }) => [
        title,
        ...gateways.map(({ fates }) => fateText(fates.filter(({ thing }) => thing === id))),
      ]),
    ),
    '',
    '## Faults of the upstream',
    '',
    ...markdownTable(
      ['gateway', ...FAULT_OUTCOMES.map((outcome) => outcome.replace('-', ' '))],
      gateways.filter(({ faults }) => faults.length > 0).map(faultRow),
    ),
    '',
  ].join('\n');
}

function packagesOf({ versions }: TriedRecord): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

function fateText(fates: readonly FateRecord[]): string {
  return shownFates(fates)
    .map(({ fate, delivery }) => `${fate.replace('-', ' ')}${delivery === null ? '' : ` (${delivery})`}`)
    .join(', ');
}

function faultRow({ tried, faults }: MeasuredGateway): string[] {
  const count = (outcome: string) => faults.filter((fault) => fault.outcome === outcome).length;
  return [tried.gateway, ...FAULT_OUTCOMES.map((outcome) => String(count(outcome)))];
}
