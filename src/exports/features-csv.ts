/** The feature table as CSV for spreadsheets: one line per cell. */
import type { Cause, FeatureCell } from '../features/deciding/cell.ts';
import { type FeatureRow, featureRows } from '../features/deciding/table.ts';
import type { Results } from '../results/results.ts';
import { fieldWriter } from './csv-field.ts';

/** Column names with their values. The names are a contract: columns may only be added at the end. */
const COLUMNS: readonly (readonly [
  name: string,
  of: (row: FeatureRow, cell: FeatureCell) => string | number | null,
])[] = [
  ['target', ({ target }) => target],
  ['provider', ({ record }) => record?.provider ?? null],
  ['model', ({ record }) => record?.weights ?? record?.model ?? null],
  ['feature', (_, { feature }) => feature],
  ['state', (_, { state }) => state],
  ['streaming', (_, { deliveries }) => deliveries.streaming ?? null],
  ['buffered', (_, { deliveries }) => deliveries.buffered ?? null],
  ['conversations', (_, { told }) => told.count],
  ['of', (_, { told }) => told.of],
  ['asked', (_, { asked }) => asked],
  ['newest', (_, { newest }) => newest],
  ['breaks', (_, { causes }) => checksOf(causes, 'breaks')],
  ['awkward', (_, { causes }) => checksOf(causes, 'awkward')],
  ['model_right', (_, { model }) => model?.count ?? null],
  ['model_of', (_, { model }) => model?.of ?? null],
  ['reason', (_, { reason }) => reason],
];

/** Returns all cells in the order of targets and features, in the same CSV format as {@link toCsv}. */
export function toFeaturesCsv(results: Results): string {
  const write = fieldWriter();
  const lines = featureRows(results).flatMap((row) =>
    row.cells.map((cell) => COLUMNS.map(([, of]) => write(of(row, cell))).join(',')),
  );
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

function checksOf(causes: readonly Cause[], column: Cause['column']): string | null {
  const checks = causes.filter((cause) => cause.column === column).map(({ check }) => check);
  return checks.length === 0 ? null : checks.join(' ');
}
