/** Builds the data of comparisons from the model of the site. Pure. */
import { dialectName } from '../../../catalogue/every-rule.ts';
import type { FeatureCell } from '../../../features/deciding/cell.ts';
import { cellSentence } from '../../../features/deciding/sentence.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import { readingsByDialect } from '../../../results/check-readings.ts';
import {
  comparedFile,
  conversationFile,
  findingAnchor,
  href,
  verdictKeyOf,
} from '../../../results/page-addresses.ts';
import type { RunRecord, VerdictRecord } from '../../../results/results.ts';
import { signOf } from '../../../results/signs.ts';
import { placeOf } from '../conversation/name.tsx';
import type { TargetModel } from '../site-model.ts';
import type { ComparedSide, ComparedTarget, ComparedVerdict, ComparisonCatalogue } from './data.ts';

/** @param targets the targets that can be compared */
export function comparisonCatalogue(
  { checks }: RunRecord,
  targets: readonly Pick<TargetModel, 'id'>[],
): ComparisonCatalogue {
  return {
    features: FEATURES.map(({ id, question }) => ({ id, question })),
    checks: Object.entries(checks).map(([id, check]) => ({
      id,
      title: check.title,
      level: check.level,
      subject: check.subject,
      readings: Object.fromEntries(
        readingsByDialect(check).flatMap(({ dialect, reading, differs }) => {
          const { title, level, subject } = reading;
          const isOther = differs.some((name) => name === 'title' || name === 'level' || name === 'subject');
          return isOther ? [[dialect, { title, level, subject }]] : [];
        }),
      ),
      dialects: check.dialects === undefined ? null : Object.keys(check.dialects),
    })),
    targets: targets.map(({ id }) => ({ id, file: comparedFile(id) })),
  };
}

/** @param cells the cells of the target, in the order of the features */
export function comparedTarget(
  run: RunRecord,
  { id, record, conversations, families }: TargetModel,
  cells: readonly FeatureCell[],
  withConversations: boolean,
): ComparedTarget {
  const checks: Record<string, ComparedSide> = {};
  for (const { open, passed } of families) {
    for (const { id: check, sign, verdicts, passes } of open) {
      const own = verdicts.filter((verdict) => signOf(verdict) === sign);
      const [first] = own;
      checks[check] = {
        sign,
        count: own.length,
        of: verdicts.length + passes,
        first: first === undefined ? null : comparedVerdict(first, withConversations),
      };
    }
    for (const { id: check, count } of passed)
      checks[check] = { sign: 'pass', count, of: count, first: null };
  }
  return {
    id,
    dialect: record?.dialect ?? null,
    dialectName: record === null ? null : dialectName(record.dialect),
    conversations: conversations.length,
    features: cells.map((cell) => ({ state: cell.state, sentence: cellSentence(run, id, cell) })),
    checks,
  };
}

function comparedVerdict(verdict: VerdictRecord, withConversations: boolean): ComparedVerdict {
  const [finding] = verdict.findings;
  const anchor = verdictKeyOf(verdict);
  if (finding === undefined) return { anchor, text: verdict.reason ?? '', finding: null };
  return {
    anchor,
    text: finding.message,
    finding: {
      place: `${verdict.scenario} · ${verdict.delivery}, ${placeOf(finding)}`,
      found: finding.found,
      file: withConversations ? href('', conversationFile(verdict), findingAnchor(finding)) : null,
    },
  };
}
