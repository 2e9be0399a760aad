/** Judges token counts that must be the sum or a part of others. */
import { among, type Finding, findingAt, type Judgement } from '../judge/check.ts';
import { isNatural } from '../reading/presence.ts';
import type { Seen, UsageReport } from '../reading/reading.ts';
import { type Json, numberOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';

export function isCount(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export function countOf({ event, path }: UsageReport, field: string, value: Json): Seen {
  return { event, path: path === '' ? field : `${path}.${field}`, value };
}

/** Returns true if usage/total holds for this report, or the dialect has no total. */
export function addsUp({ due, total }: UsageReport): boolean {
  return due === null || total === due;
}

/** The finding for a wrong total; it names the formula that does match. */
export function totalFault(report: UsageReport): Finding {
  const { addends, total, cached, reasoning, names } = report;
  const due = toNumber(report.due);
  const parts = addends.map(([name]) => name).join(' + ');
  const [more, less] = [toNumber(reasoning), toNumber(cached)];
  const formulas = [
    { name: `${parts} + reasoning`, sum: due + more },
    { name: `${parts} + cached`, sum: due + less },
    { name: `${parts} + reasoning + cached`, sum: due + more + less },
    { name: `${parts} - reasoning`, sum: due - more },
    { name: `${parts} - cached`, sum: due - less },
    ...addends.map(([name, value]) => ({ name: `${parts} - ${name}`, sum: due - toNumber(value) })),
    ...addends.map(([name, value]) => ({ name, sum: toNumber(value) })),
  ];
  const fitting = formulas.find(({ sum }) => sum === total)?.name ?? 'no known formula';
  const written = addends.map(([, value]) => show(value)).join(' + ');
  return findingAt(countOf(report, names.total, total), `the total is ${fitting}`, `${written} = ${due}`);
}

function toNumber(value: Json): number {
  return typeof value === 'number' ? value : Number.NaN;
}

type CountName = 'prompt' | 'completion' | 'cached' | 'reasoning';

export function withinJudgement(
  usages: readonly UsageReport[],
  part: CountName,
  whole: CountName,
): Judgement {
  const reported = usages.filter((report) => isCount(report[part]) && isCount(report[whole]));
  return among(
    reported,
    reported
      .filter((report) => numberOf(report[part]) > numberOf(report[whole]))
      .map((report) =>
        findingAt(
          countOf(report, report.names[part], report[part]),
          'a part is larger than its whole',
          `at most ${report.names[whole]} ${show(report[whole])}`,
        ),
      ),
  );
}

/** Returns true if the total shows that reasoning is not part of the completion: then that is the fault, and not its size. */
export function isCountedBeside({ due, total, reasoning }: UsageReport): boolean {
  return isCount(reasoning) && numberOf(reasoning) > 0 && total === toNumber(due) + numberOf(reasoning);
}

/** A count, and the parts that it must be the sum of. */
export interface Breakdown {
  readonly whole: Seen;
  readonly parts: readonly Json[];
}

/** `usage/cache-breakdown`: judges those with parts that are all counts. */
export function partsAddUp(breakdowns: readonly Breakdown[]): Judgement {
  const sums = breakdowns.flatMap(({ whole, parts }) =>
    parts.length > 0 && parts.every(isNatural) && isNatural(whole.value)
      ? [{ whole, sum: parts.reduce((sum, part) => sum + part, 0) }]
      : [],
  );
  return among(
    sums,
    sums
      .filter(({ whole, sum }) => sum !== whole.value)
      .map(({ whole, sum }) => findingAt(whole, 'its parts add up to another number', show(sum))),
  );
}
