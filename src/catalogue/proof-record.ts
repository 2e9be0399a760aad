/**
 * Generates docs/proof/<dialect>.md: one line for every seeded fault and every legal variant of a dialect, with its
 * verdicts. Authors write the edit and its required effect. This file records all other effects, and the permanent
 * names.
 */

import { familyOf } from '../checks/family.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Rule } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { LegalVariant, SeededFault } from '../proof/cases.ts';
import { checkOf, type Proof } from '../proof/proof.ts';
import { baseVerdicts, type Effect, effectOf } from './judged.ts';

type CheckOfDialect = AnyDialect['rules'][number];

/** Returns the whole file as Markdown. The same code gives the same text. */
export async function proofRecord(dialect: AnyDialect): Promise<string> {
  const proof = await dialect.proof();
  const { faults, variants, bases } = proof;
  return [
    `# The proof of ${dialect.name}`,
    '',
    'Generated from the code by `npm run docs`; do not edit. A seeded fault is a small edit of a conforming conversation, and',
    'the check of its section catches it; a legal variant comes close to the rule and keeps it. Each line says where the fault',
    'is found, or what the check says of the variant; then which other checks fail by right, which MAY checks observe',
    'something, and which checks cannot tell any more. Names are permanent. Of answers alone, without their requests, a check',
    'says the same, or that it is not applicable.',
    '',
    `${faults.length} faults and ${variants.length} variants for ${dialect.rules.length} checks, on ${bases.size} conforming conversations.`,
    '',
    '## Conforming conversations',
    '',
    ...[...bases.values()].map(({ name, title, fails }) =>
      [`- \`${name}\`: ${title}`, ...listed('fails', Object.keys(fails))].join('; '),
    ),
    ...dialect.rules.flatMap((rule) => [
      '',
      `## ${rule.id}`,
      '',
      passesLine(rule, proof),
      '',
      ...[...faults, ...variants]
        .filter((shown) => checkOf(shown) === rule.id)
        .map(
          (shown) =>
            recordedLines.get(proof)?.get(shown) ??
            recordedLine(shown, effectOf(proof, shown), { dialect, proof }),
        ),
    ]),
    '',
  ].join('\n');
}

/** Returns the line below the id of a check. */
export function passesLine({ id, level }: Rule, proof: Proof): string {
  const isPassed = (base: string, of?: 'alone') => baseVerdicts(proof, base, of).get(id)?.outcome === 'pass';
  const passes = [...proof.bases.keys()].filter((base) => isPassed(base));
  const alone = passes.filter((base) => isPassed(base, 'alone'));
  return `${level}, passes in ${passes.length} of the conforming conversations, in ${alone.length} by the answers alone.`;
}

/** Caches the lines, so that a case that was already judged is not judged again for the whole file. */
const recordedLines = new WeakMap<Proof, Map<SeededFault | LegalVariant, string>>();

/** Returns the line of one case, and caches it. */
export function recordedLine(
  shown: SeededFault | LegalVariant,
  effect: Effect,
  { dialect, proof }: { readonly dialect: AnyDialect; readonly proof: Proof },
): string {
  const check = checkOf(shown);
  const verdict = effect.verdicts.get(check);
  const others = (ids: readonly string[]) => ids.filter((id) => id !== check);
  const line = [
    `- ${'catches' in shown ? 'fault' : 'variant'} \`${shown.name}\` in ${shown.base}: ${shown.title}`,
    ...(verdict === undefined ? [] : ['catches' in shown ? placeOf(verdict) : verdict.outcome]),
    ...listed('also fails', others(effect.fails)),
    ...listed('observed', others(effect.observes)),
    ...listed('cannot tell', unsure(effect, dialect.rules)),
    ...listed('breaks', effect.errors),
    ...listed('of another level', levelOf(verdict, baseVerdicts(proof, shown.base).get(check))),
    ...listed('charged to', subjectOf(verdict, baseVerdicts(proof, shown.base).get(check))),
  ].join('; ');
  const lines = recordedLines.get(proof) ?? new Map<SeededFault | LegalVariant, string>();
  recordedLines.set(proof, lines.set(shown, line));
  return line;
}

function listed(word: string, what: readonly string[]): string[] {
  return what.length === 0 ? [] : [`${word}: ${what.join(', ')}`];
}

function levelOf(verdict: Verdict | undefined, before: Verdict | undefined): string[] {
  return verdict === undefined || verdict.level === before?.level ? [] : [verdict.level];
}

function subjectOf(verdict: Verdict | undefined, before: Verdict | undefined): string[] {
  return verdict === undefined || verdict.subject === before?.subject ? [] : [verdict.subject];
}

/** Returns the place of the first finding, and the number of further findings. */
function placeOf({ outcome, findings: [first], findingCount }: Verdict): string {
  if (first === undefined) return outcome;
  const { exchange, event, path } = first;
  const place = [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    path === '' ? '' : `\`${path}\``,
  ];
  const more = findingCount > 1 ? ` and ${findingCount - 1} more` : '';
  return `${place.filter((part) => part !== '').join(' ')}${more}`;
}

/**
 * Kinds of checks that become inconclusive together. A line names the kind instead of its checks, so that it does not
 * change when a check of the kind is added.
 */
const KINDS: readonly (readonly [name: string, holds: (check: CheckOfDialect) => boolean])[] = [
  ['all that need an answer', ({ answer }) => answer !== 'refusal' && answer !== 'request'],
  [
    'all that need a readable answer',
    ({ answer, judgesUnreadable }) =>
      answer !== 'refusal' && answer !== 'request' && judgesUnreadable !== true,
  ],
  ['all that need its end', ({ needsEnd, voidWhen }) => needsEnd === true || voidWhen === 'cutOff'],
  ['all that need its end', ({ needsEnd }) => needsEnd === true],
  ['all that need it whole', ({ voidWhen }) => voidWhen !== undefined],
  ['all that need it not cut off', ({ voidWhen }) => voidWhen === 'cutOff'],
];

function unsure({ turnsInconclusive, verdicts }: Effect, checks: readonly CheckOfDialect[]): string[] {
  const named: string[] = [];
  let left = turnsInconclusive;
  for (const [name, holds] of KINDS) {
    const members = checks.filter(holds).map(({ id }) => id);
    const others = left.filter((id) => !members.includes(id));
    const isWhole = members.every((id) => verdicts.get(id)?.outcome !== 'pass');
    if (!isWhole || left.length - others.length < 2) continue;
    named.push(name);
    left = others;
  }
  return [...named, ...byFamily(left)];
}

/** Returns the check ids, grouped by family: `ids/present+type`. */
function byFamily(ids: readonly string[]): string[] {
  return [...new Set(ids.map(familyOf))].map((family) => {
    const names = ids.filter((id) => familyOf(id) === family).map((id) => id.slice(family.length + 1));
    return `${family}/${names.join('+')}`;
  });
}
