/** Entries for the files of known deviations, which people then explain. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import * as z from 'zod';
import type { Target } from '../config/providers.ts';
import type { ConversationRecord, VerdictRecord } from '../results/results.ts';
import { readFound } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { type Expectation, UNEXPLAINED } from './expectations.ts';

export interface Entry {
  readonly check: string;
  readonly scenario?: string;
  readonly delivery?: VerdictRecord['delivery'];
  readonly reason: string;
  readonly since: string;
}

/**
 * Returns the entries that would accept the failures. A check that passes nowhere gets one entry for the target.
 * Otherwise it gets one entry for each scenario, and for each delivery in scenarios where it also passes. The reasons
 * are still to be written.
 *
 * @param failures of one target
 * @param conversations all of that target
 * @param since today's ISO date
 */
export function entriesFor(
  failures: readonly VerdictRecord[],
  conversations: readonly ConversationRecord[],
  since: string,
): Entry[] {
  return [...groupBy(failures, ({ check }) => check)].flatMap(([check, own]) => {
    const passing = conversations.filter(({ passed }) => passed.includes(check));
    const base = { check, reason: reasonFor(own), since };
    if (passing.length === 0) return [base];
    return [...groupBy(own, ({ scenario }) => scenario)].flatMap(([scenario, inScenario]) => {
      if (!passing.some((one) => one.scenario === scenario)) return [{ ...base, scenario }];
      const deliveries = [...new Set(inScenario.map(({ delivery }) => delivery))];
      return deliveries.map((delivery) => ({ ...base, scenario, delivery }));
    });
  });
}

function reasonFor([first]: readonly VerdictRecord[]): string {
  return plain(`${UNEXPLAINED} ${first?.findings[0]?.message ?? 'no finding'}`);
}

/**
 * Rewrites the file of a target: appends new entries, removes stale ones, and leaves the rest unchanged, including
 * comments. A file without entries is removed.
 *
 * @returns the file
 * @throws {SuiteError} when it cannot be written
 */
export function rewriteEntries(
  folder: string,
  target: Pick<Target, 'folder'>,
  added: readonly Entry[],
  stale: readonly Expectation[],
): string {
  const file = join(folder, `${target.folder}.yaml`);
  const document = parseDocument(existsSync(file) ? readFound(file).toString() : '[]');
  const written = storedSchema.parse(document.toJS());
  const gone = new Set(stale.map(scopeOf));
  for (const [index, entry] of [...written.entries()].toReversed()) {
    if (gone.has(scopeOf(entry))) document.deleteIn([index]);
  }
  for (const entry of added) document.addIn([], document.createNode(entry));
  if (isSeq(document.contents)) document.contents.flow = false;
  if (isSeq(document.contents) && document.contents.items.length === 0) rmSync(file, { force: true });
  else writeWhole(file, document.toString({ lineWidth: 120 }));
  return file;
}

const storedSchema = z.array(
  z.looseObject({ check: z.string(), scenario: z.string().optional(), delivery: z.string().optional() }),
);

function scopeOf({ check, scenario, delivery }: Scope): string {
  return JSON.stringify([check, scenario ?? null, delivery ?? null]);
}

interface Scope {
  readonly check: string;
  readonly scenario?: string | null | undefined;
  readonly delivery?: string | null | undefined;
}
