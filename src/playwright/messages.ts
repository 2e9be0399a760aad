/** Formats a verdict for a test report: check id, level, rule, place, found, expected, reference. */
import type { Rule } from '../judge/check.ts';
import type { PlacedFinding, Verdict } from '../judge/verdict.ts';
import type { VerdictRecord } from '../results/results.ts';
import { plain } from '../text/plain-text.ts';

/** One line: the outcome, the check, and its level. */
export function headline({
  check,
  level,
  subject,
  outcome,
  expectation,
  reason,
  findingCount,
}: VerdictRecord): string {
  if (outcome !== 'fail') return plain(`${outcome}: ${check}: ${reason ?? ''}`);
  if (level === 'MAY') return `observed: MAY ${check} (${places(findingCount)})`;
  const known = expectation === null ? '' : `, known since ${expectation.since}`;
  const whose = subject === 'provider' ? '' : `, by the ${subject}`;
  return `fail: ${level} ${check} (${places(findingCount)}${whose}${known})`;
}

/** The parts of a verdict that its text needs. */
export type DescribedVerdict = Verdict & Pick<VerdictRecord, 'expectation'>;

/** Describes a verdict in full, as plain text; no line begins with text from a provider. */
export function describeVerdict(verdict: DescribedVerdict, rule: Rule | undefined): string {
  const { check, level, outcome, reason, expectation, findings, findingCount } = verdict;
  const left = findingCount - findings.length;
  return [
    `${level} ${check}: ${outcome}`,
    `  rule      ${rule?.title ?? '(unknown check)'}`,
    ...(rule?.authority ?? []).map(({ name, url, promise }) => `  by        ${name}: ${promise} ${url}`),
    ...(reason === null ? [] : [`  reason    ${reason}`]),
    ...(expectation === null ? [] : [`  known     since ${expectation.since}: ${expectation.reason}`]),
    ...findings.flatMap(describeFinding),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ]
    .map(plain)
    .join('\n');
}

function describeFinding({ exchange, event, path, message, found, expected }: PlacedFinding): string[] {
  const where = [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [path]),
  ];
  return [
    `  at        ${where.join(', ')}: ${message}`,
    `    found     ${found}`,
    `    expected  ${expected}`,
  ];
}

function places(count: number): string {
  return count === 1 ? '1 place' : `${count} places`;
}
