/** Collects what the checks say about each exchange, compares it between checks, and makes the verdicts. */

import type { Reading } from '../reading/reading.ts';
import { type Check, type Extension, type Feature, NOT_APPLICABLE, type Rule } from './check.ts';
import { type Said, UNKEPT } from './judge-exchange.ts';
import {
  FINDINGS_KEPT,
  LEVEL_RANK,
  type Level,
  type Outcome,
  type PlacedFinding,
  type Subject,
  type Verdict,
} from './verdict.ts';

/** What a check said about the exchanges so far. */
interface Tally<R extends Reading> {
  readonly check: Check<R>;
  /** The level for this conversation, if no finding has its own. */
  readonly usual: Level;
  level: Level;
  readonly findings: PlacedFinding[];
  /** Whom the findings blame. */
  readonly subjects: Subject[];
  looked: number;
  /** True if the check needed more of some exchange than the recorder kept. */
  unkept: boolean;
  lacking: string | null;
  reason: string | null;
  broke: string | null;
}

export function tallyOf<R extends Reading>(check: Check<R>, extensions: ReadonlySet<Extension>): Tally<R> {
  const usual = levelOf(check, extensions);
  return {
    check,
    usual,
    level: usual,
    findings: [],
    subjects: [],
    looked: 0,
    unkept: false,
    lacking: null,
    reason: null,
    broke: null,
  };
}

/** The ids of checks, by what they said. */
export interface Sayings {
  /** Checks that found something in this exchange. */
  readonly blaming: ReadonlySet<string>;
  /** Checks that found something in an earlier exchange. */
  readonly blamed: ReadonlySet<string>;
  /** Checks that needed something, in this exchange or an earlier one, that the recorder did not keep. */
  readonly silent: ReadonlySet<string>;
}

/** The check that reports a web page or a proxy's text, by its media type; such a body contains no answer. */
export const DECLARATION = 'framing/content-type';

/**
 * Adds what a check says about one exchange to its tally.
 *
 * @param explains the check whose finding explains all others, if the response is not an answer
 */
export function count<R extends Reading>(
  tally: Tally<R>,
  said: Said | undefined,
  exchange: number,
  sayings: Sayings,
  explains: string | undefined,
): void {
  if (said === undefined || said === NOT_APPLICABLE) return;
  if (said === UNKEPT) {
    tally.unkept = true;
    return;
  }
  if ('looked' in said) {
    tally.looked += said.looked;
    if (said.findings.length === 0) return;
    const { blaming, blamed, silent } = sayings;
    const { id: own, answer, followsEarlier = [], subject: usual } = tally.check;
    const isExplained =
      explains !== undefined && own !== explains && own !== DECLARATION && answer !== 'request';
    const follows = [...(tally.check.follows ?? []), ...(isExplained ? [explains] : [])];
    // One cause, one failure: a finding that follows from another check's finding does not count.
    const cause =
      follows.find((id) => blaming.has(id)) ?? followsEarlier.find((id) => blaming.has(id) || blamed.has(id));
    if (cause !== undefined) {
      tally.reason ??= `exchange ${exchange}: it follows from ${cause}`;
      return;
    }
    if ([...follows, ...followsEarlier].some((id) => silent.has(id))) {
      tally.unkept = true;
      return;
    }
    for (const { event, path, message, found, expected, level, subject = usual } of said.findings) {
      tally.findings.push({ exchange, event, path, message, found, expected });
      if (!tally.subjects.includes(subject)) tally.subjects.push(subject);
      if (level !== undefined && LEVEL_RANK[level] > LEVEL_RANK[tally.level]) tally.level = level;
    }
  } else if ('broke' in said) tally.broke ??= said.broke;
  else if ('inconclusive' in said) tally.reason ??= `exchange ${exchange}: ${said.inconclusive}`;
  else tally.lacking ??= said.unsupported;
}

/** @param unsupported why the target need not keep the rule; undefined if it must */
export function verdictOf<R extends Reading>(tally: Tally<R>, unsupported: string | undefined): Verdict {
  const { check, usual, level, findings, subjects, looked, unkept, lacking, reason, broke } = tally;
  if (unsupported !== undefined) return verdict(check, usual, 'unsupported', unsupported);
  if (broke !== null) return verdict(check, usual, 'error', broke);
  if (findings.length > 0) {
    const [only = check.subject, ...others] = subjects;
    const subject = others.length === 0 ? only : check.subject;
    return verdict({ id: check.id, subject }, level, 'fail', null, findings);
  }
  if (unkept) return verdict(check, usual, 'not-applicable', null);
  if (reason !== null) return verdict(check, usual, 'inconclusive', reason);
  if (looked > 0) return verdict(check, usual, 'pass', null);
  return verdict(check, usual, lacking === null ? 'not-applicable' : 'unsupported', lacking);
}

/** Why the target need not keep the rule. A declaration about streams applies only to streamed conversations. */
export function unsupportedBy(
  { feature }: Rule,
  isStreamed: boolean,
  unsupported: ReadonlyMap<Feature, string>,
): string | undefined {
  if (feature === undefined || (feature === 'stream-usage' && !isStreamed)) return undefined;
  return unsupported.get(feature);
}

/** Builds a verdict. Each member is written out, because this runs for every check of every conversation. */
export function verdict(
  { id, subject }: Pick<Rule, 'id' | 'subject'>,
  level: Level,
  outcome: Outcome,
  reason: string | null,
  findings: readonly PlacedFinding[] = [],
): Verdict {
  const kept = findings.length > FINDINGS_KEPT ? findings.slice(0, FINDINGS_KEPT) : findings;
  return { check: id, level, subject, outcome, findings: kept, findingCount: findings.length, reason };
}

function levelOf({ level, levelUnder }: Rule, extensions: ReadonlySet<Extension>): Level {
  if (levelUnder === undefined) return level;
  for (const extension of extensions) {
    const other = levelUnder[extension];
    if (other !== undefined) return other;
  }
  return level;
}
