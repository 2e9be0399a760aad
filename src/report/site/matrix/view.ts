/** The rows and columns that a reader sees: those of the matrix that the query asks for, whose cells say what they say. */
import { ALL_SIGNS, type Sign } from '../../../results/signs.ts';
import { byCodeUnit } from '../../../text/order.ts';
import { Chosen } from './chosen.ts';
import type { MatrixCheck, MatrixData, MatrixTarget } from './data.ts';
import type { MatrixState } from './state.ts';
import { Sums, type ViewCell } from './sums.ts';

export interface MatrixView {
  /** The names of dialects by id; empty where all targets speak one. */
  readonly dialectNames: ReadonlyMap<string, string>;
  readonly columns: readonly ViewColumn[];
  /** The rows of the page; those of one provider together, unless they are sorted otherwise. */
  readonly groups: readonly ViewGroup[];
  /** Targets under the choices, on all pages. */
  readonly matching: number;
  readonly targets: number;
  readonly page: number;
  readonly pages: number;
  /** Why nothing is left under the choices; null where something is. */
  readonly nothing: string | null;
  /** The number of the first row of the page, from 1. */
  readonly first: number;
  readonly rows: number;
}

export type ViewColumn =
  | { readonly kind: 'family'; readonly name: string; readonly anchor: string; readonly open: boolean }
  | { readonly kind: 'check'; readonly check: MatrixCheck };

export interface ViewGroup {
  /** Null where rows are not grouped. */
  readonly provider: string | null;
  readonly rows: readonly ViewRow[];
}

export interface ViewRow {
  readonly target: MatrixTarget;
  readonly cells: readonly ViewCell[];
}

/** Rows on a page, as long as the columns are few. */
export const PAGE_ROWS = 12;
/** Where they are many, there are fewer rows, so that the table stays as quick. */
const PAGE_CELLS = 288;
const FEWEST_ROWS = 4;

/** @param sums of the same data; who asks again keeps them */
export function matrixView(data: MatrixData, state: MatrixState, sums = new Sums(data)): MatrixView {
  const chosen = new Chosen(data, state.q);
  const rows = data.targets.filter((target) => chosen.hasRow(target));
  const places = chosen.placesFor(rows).filter((place) => sums.isHad(rows, place));
  const columns = columnsOf(data, sums, chosen, places, rows, state);
  const sorted = sortRows(rows, state.sort, (target) => sums.ofProvider(target));
  const length = Math.min(PAGE_ROWS, Math.max(FEWEST_ROWS, Math.floor(PAGE_CELLS / columns.length)));
  const pages = Math.max(1, Math.ceil(sorted.length / length));
  const page = Math.min(state.page, pages);
  const shown = sorted.slice((page - 1) * length, page * length);
  const viewed = shown.map((target) => ({
    target,
    cells: columns.map(({ members, anchor }) => sums.cell(target, members, anchor)),
  }));
  const { dialects } = data;
  return {
    dialectNames: new Map(dialects.length > 1 ? dialects.map(({ id, name }) => [id, name]) : []),
    columns: columns.map(({ column }) => column),
    groups: state.sort === '' ? byProvider(viewed) : [{ provider: null, rows: viewed }],
    matching: sorted.length,
    targets: data.targets.length,
    nothing: sorted.length > 0 ? null : chosen.whyNothing(),
    page,
    pages,
    first: shown.length === 0 ? 0 : (page - 1) * length + 1,
    rows: shown.length,
  };
}

interface SummedColumn {
  readonly column: ViewColumn;
  /** The places of the columns of the data that it sums. */
  readonly members: readonly number[];
  readonly anchor: string;
}

/** So many checks fit beside each other. More are told family by family. */
const MOST_CHECKS = 24;

function columnsOf(
  data: MatrixData,
  sums: Sums,
  chosen: Chosen,
  places: readonly number[],
  rows: readonly MatrixTarget[],
  { open }: MatrixState,
): SummedColumn[] {
  // A check is told with all that it came to, at whatever level.
  const checks = new Set(places.map((place) => data.columns[place]?.check));
  const whole = [...data.columns.keys()].filter((place) => checks.has(data.columns[place]?.check));
  if (chosen.differ) return differing(data, sums, whole, rows);
  if (chosen.asksForChecks && checks.size <= MOST_CHECKS && open.length === 0)
    return checkColumns(data, whole);
  const families = new Set(places.map((place) => checkOf(data, place)?.family));
  const ofFamilies = [...data.columns.keys()].filter(
    (place) => families.has(checkOf(data, place)?.family) && sums.isHad(rows, place),
  );
  return openedColumns(data, ofFamilies, open);
}

/** A column for each family, followed by those of its checks where it is open. */
function openedColumns(data: MatrixData, places: readonly number[], open: readonly string[]): SummedColumn[] {
  return data.families.flatMap(({ name, anchor }, family): SummedColumn[] => {
    const members = places.filter((place) => checkOf(data, place)?.family === family);
    if (members.length === 0) return [];
    const isOpen = open.includes(name);
    const whole: SummedColumn = { column: { kind: 'family', name, anchor, open: isOpen }, members, anchor };
    return isOpen ? [whole, ...checkColumns(data, members)] : [whole];
  });
}

/** A column for each check that some targets keep and others break, as far as the evidence can tell. */
function differing(
  data: MatrixData,
  sums: Sums,
  places: readonly number[],
  targets: readonly MatrixTarget[],
): SummedColumn[] {
  return checkColumns(data, places).filter(({ members }) => {
    const seen = new Set<string>();
    for (const target of targets) {
      const told = sums.told(target, members);
      if (told !== null) seen.add(told);
      if (seen.size > 1) return true;
    }
    return false;
  });
}

function checkColumns(data: MatrixData, members: readonly number[]): SummedColumn[] {
  const byCheck = new Map<MatrixCheck, number[]>();
  for (const place of members) {
    const check = checkOf(data, place);
    if (check === undefined) continue;
    const own = byCheck.get(check) ?? [];
    own.push(place);
    byCheck.set(check, own);
  }
  return [...byCheck].map(([check, own]) => ({
    column: { kind: 'check', check },
    members: own,
    anchor: check.anchor,
  }));
}

function checkOf(data: MatrixData, place: number): MatrixCheck | undefined {
  return data.checks[data.columns[place]?.check ?? -1];
}

function sortRows(
  rows: readonly MatrixTarget[],
  sort: string,
  tallyOf: (target: MatrixTarget) => readonly number[],
): readonly MatrixTarget[] {
  if (sort === 'name') return rows.toSorted((left, right) => byCodeUnit(left.id, right.id));
  if (sort === 'model')
    return rows.toSorted((left, right) => byCodeUnit(left.name, right.name) || byCodeUnit(left.id, right.id));
  if (sort !== 'failures') return rows;
  const weights = new Map(rows.map((target) => [target, tallyOf(target)]));
  const countOf = (target: MatrixTarget, sign: Sign) => weights.get(target)?.[ALL_SIGNS.indexOf(sign)] ?? 0;
  return rows.toSorted(
    (left, right) =>
      countOf(right, 'must') - countOf(left, 'must') || countOf(right, 'should') - countOf(left, 'should'),
  );
}

function byProvider(rows: readonly ViewRow[]): ViewGroup[] {
  const groups = new Map<string, ViewRow[]>();
  for (const row of rows) {
    const group = groups.get(row.target.provider);
    if (group) group.push(row);
    else groups.set(row.target.provider, [row]);
  }
  return [...groups].map(([provider, own]) => ({ provider, rows: own }));
}
