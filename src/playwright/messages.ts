/** How a verdict reads in a test report: check id, level, rule, place, found, expected, reference. */
import type { Rule } from '../judge/check.ts';
import type { PlacedFinding, Verdict } from '../judge/verdict.ts';
import type { VerdictRecord } from '../results/results.ts';
import { plain } from '../text/plain-text.ts';

/** One line: what happened, to which check, and how strong the promise is. */
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

/** What the text of a verdict needs of it. */
export type DescribedVerdict = Verdict & Pick<VerdictRecord, 'expectation'>;

/** The whole story of a verdict, as plain text: what a provider wrote never begins a line. */
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
