/**
 * The diff of two nights of the history. Pure, and small enough for the script, which computes that of any two nights.
 *
 * A night keeps counts of conversations and not the conversations, so that a check counts as newly passing only where
 * every conversation that it applied to passes.
 */

import type { Level, Subject } from '../../../judge/verdict.ts';
import { revisionOf } from '../../../results/check-readings.ts';
import type { CatalogueChange, RevisedCheck } from '../../../results/diff.ts';
import { ABSENT, type Cell, passedIn, signOfCell, tokensOf } from '../../../results/history/cell.ts';
import { type NightFeature, parseFeatures } from '../../../results/history/feature.ts';
import type { CheckLine } from '../../../results/history/night.ts';
import { cellOf } from '../history/cells.ts';
import type { DiffEntry, DiffList, DiffModel, DiffSide, Vanished } from './model.ts';

/** A night as the script loads it. */
export interface NightData {
  readonly date: string;
  readonly checks: readonly CheckLine[];
  /** Checks that some targets read otherwise. */
  readonly readings: readonly (readonly CheckLine[])[];
  /** By id; the cells as docs/history.md has them, in the order of the checks; the place in `readings`, if any. */
  readonly targets: readonly (readonly [
    id: string,
    cells: string,
    reading: number | null,
    features: string | null,
  ])[];
  /** In the order of the features of a target. */
  readonly features: readonly string[];
  /** Why targets gave no answer. */
  readonly skipped: readonly (readonly [target: string, reason: string])[];
  /** Which key targets could not be asked without. */
  readonly notRun: readonly (readonly [target: string, reason: string])[];
}

/** What changed from one night to another. The lists keep the order of targets and checks of the later night. */
export function diffNights(before: NightData, after: NightData): DiffModel {
  const lists: Record<DiffList, DiffEntry[]> = {
    newlyFailing: [],
    newlyPassing: [],
    added: [],
    removed: [],
    unknownNow: [],
  };
  const [earlier, later] = [rowsOf(before), rowsOf(after)];
  const [outages, keys] = [new Map(after.skipped), new Map(after.notRun)];
  const silent = new Set([...before.skipped, ...before.notRun].map(([target]) => target));
  const checks = new Set([...after.checks, ...before.checks].map(([id]) => id));
  const revised = new Map<string, RevisedCheck>();
  const regraded = new Map<string, CatalogueChange['regraded'][number]>();
  for (const target of new Set([...later.keys(), ...earlier.keys()])) {
    const [was, is] = [earlier.get(target), later.get(target)];
    // An outage neither takes checks away nor adds any when it is over.
    if (
      was === undefined ? silent.has(target) : is === undefined && (outages.has(target) || keys.has(target))
    )
      continue;
    for (const check of checks) {
      const [old, now] = [was?.places.get(check), is?.places.get(check)];
      const [from, to] = [tokenAt(was, old), tokenAt(is, now)];
      if (old !== undefined && now !== undefined && revisionOf(old) !== revisionOf(now)) {
        if (applied(from) || applied(to)) {
          revised.set(check, { check, before: revisionOf(old), after: revisionOf(now) });
        }
        continue;
      }
      const isRegraded =
        old !== undefined && now !== undefined && old.level !== now.level && applied(from) && applied(to);
      if (isRegraded) regraded.set(check, { check, before: old.level, after: now.level });
      const read = now ?? old;
      if (from === to || read === undefined) continue;
      const kind = kindOf(cellOf(from), cellOf(to), isRegraded);
      if (kind === null) continue;
      const sides = { before: sideOf(cellOf(from)), after: sideOf(cellOf(to)) };
      const level = cellOf(to)?.worst ?? cellOf(from)?.worst ?? read.level;
      lists[kind].push({ target, check, level, subject: read.subject, ...sides, conversations: [] });
    }
  }
  const vanished = [...new Set([...earlier.keys(), ...outages.keys()])].flatMap((target): Vanished[] => {
    if (later.has(target)) return [];
    const key = keys.get(target);
    if (key !== undefined) return [{ target, conversation: null, reason: key, notRun: true }];
    return [{ target, conversation: null, reason: outages.get(target) ?? null }];
  });
  return {
    ...lists,
    vanished,
    catalogue: {
      ...catalogueChange(before, after),
      regraded: [...regraded.values()],
      revised: [...revised.values()],
    },
  };
}

/** A target of a night, read. */
export interface Row {
  readonly tokens: readonly string[];
  readonly places: ReadonlyMap<string, Place>;
  /** Empty where the night was recorded without them. */
  readonly features: ReadonlyMap<string, NightFeature>;
}

interface Place {
  readonly at: number;
  readonly level: Level;
  readonly subject: Subject;
  readonly revision?: number | undefined;
}

/** The targets of a night by id. */
export function rowsOf({ checks, readings, targets, features }: NightData): Map<string, Row> {
  const usual = placesOf(checks);
  const others = readings.map((lines) => placesOf(checks, lines));
  return new Map(
    targets.map(([id, cells, reading, told]) => [
      id,
      {
        tokens: tokensOf(cells),
        places: (reading === null ? undefined : others[reading]) ?? usual,
        features: told === null ? new Map() : parseFeatures(told, features),
      },
    ]),
  );
}

/** @param otherwise what is read otherwise */
function placesOf(checks: readonly CheckLine[], otherwise: readonly CheckLine[] = []): Map<string, Place> {
  const own = new Map(otherwise.map((line) => [line[0], weightOf(line)]));
  return new Map(checks.map((line, at) => [line[0], { at, ...(own.get(line[0]) ?? weightOf(line)) }]));
}

function weightOf([, level, subject, revision]: CheckLine): Omit<Place, 'at'> {
  return { level, subject, revision };
}

function tokenAt(row: Row | undefined, place: Place | undefined): string {
  return (place === undefined ? undefined : row?.tokens[place.at]) ?? ABSENT;
}

/** What a check says of a target that it never applied to may be the word of another dialect. */
function applied(token: string): boolean {
  return (cellOf(token)?.judged ?? 0) > 0;
}

/** Null when nothing changed that a reader should know of. */
function kindOf(from: Cell | null, to: Cell | null, isRegraded: boolean): DiffList | null {
  if (from === null) return to === null || to.judged === 0 ? null : 'added';
  if (to === null) return from.judged === 0 ? null : 'removed';
  const isGraver = RANK[to.worst ?? 'none'] > RANK[from.worst ?? 'none'];
  if (isGraver && !(isRegraded && from.worst !== null)) return 'newlyFailing';
  if (to.failed > 0) return from.failed === 0 ? 'newlyFailing' : null;
  if (from.failed > 0) return to.judged > 0 && passedIn(to) === to.judged ? 'newlyPassing' : 'unknownNow';
  return passedIn(from) > 0 && passedIn(to) === 0 ? 'unknownNow' : null;
}

const RANK: Readonly<Record<Level | 'none', number>> = { none: 0, MAY: 1, SHOULD: 2, MUST: 3 };

function sideOf(cell: Cell | null): DiffSide | null {
  if (cell === null) return null;
  const { judged, failed, known, errors, inconclusive, unsupported } = cell;
  const sign = signOfCell(cell);
  if (judged === 0) return { sign, words: null };
  if (failed > 0) {
    const accepted = known === 0 || known === failed ? '' : `, ${known} of them known`;
    return { sign, words: `${failed} of ${judged} fail${accepted}` };
  }
  const others = [
    ...(errors > 0 ? [`${errors} in error`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ...(unsupported > 0 ? [`${unsupported} unsupported`] : []),
  ];
  return { sign, words: [`${passedIn(cell)} of ${judged} pass`, ...others].join(', ') };
}

function catalogueChange(before: NightData, after: NightData): Omit<CatalogueChange, 'regraded' | 'revised'> {
  const [old, now] = [before, after].map(({ checks }) => new Set(checks.map(([id]) => id)));
  return {
    added: after.checks.flatMap(([id]) => (old?.has(id) === true ? [] : id)),
    retired: before.checks.flatMap(([id]) => (now?.has(id) === true ? [] : id)),
  };
}
