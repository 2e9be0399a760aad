/** docs/checks.md, made from the declarations of the checks. */

import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { Rule } from '../judge/check.ts';
import { FAMILIES, familyOf } from '../judge/families.ts';
import { sameJson } from '../text/json-text.ts';
import { everyRule, type RuleOfDialect } from './every-rule.ts';

/** The catalogue of all dialects as Markdown: one section a family, one entry a check. */
export function checkCatalogue(): string {
  const rules = [...everyRule()];
  const families = FAMILIES.filter((family) => rules.some(([id]) => familyOf(id) === family));
  return [
    '# The check catalogue',
    '',
    'Generated from the code by `npm run docs`; do not edit. Each check is one rule with a permanent id: an id may be',
    'retired, never re-meant. How the wire is read, before any rule is applied, stands in [reading.md](reading.md).',
    '',
    '- **Level**: MUST (the reference promises it, or a client cannot work otherwise), SHOULD (recommended, or widely',
    '  relied on), MAY (an observation worth showing, never a fault: it "fails" where there is something to observe).',
    '- **Impact**: critical (the call is lost or mis-paired), major (a turn or a bill is wrong), minor, trivial.',
    '- **Subject**: who breaks the rule: the provider, the model (sampling, not protocol), or the client that recorded.',
    ...(dialects().length > 1 ? READINGS : []),
    '',
    `${rules.length} checks in ${families.length} families: ${families.map((family) => `[${family}](#${family})`).join(', ')}.`,
    ...(dialects().length > 1 ? perDialect() : []),
    ...families.flatMap((family) => [
      '',
      `## ${family}`,
      ...rules.filter(([id]) => familyOf(id) === family).flatMap(([id, readings]) => entry(id, readings)),
    ]),
    ...dialects().flatMap(withoutMeaning),
    '',
  ].join('\n');
}

const READINGS = [
  '- **Dialects**: which have the check. It stands as the first of them reads it; what another says otherwise follows.',
];

/** How many checks each dialect has. */
function perDialect(): string[] {
  const counts = dialects().map(({ name, rules }) => `${name} has ${rules.length}`);
  return [`Of these ${counts.join(', ')}.`];
}

function entry(id: string, readings: readonly RuleOfDialect[]): string[] {
  const [first, ...others] = readings;
  if (first === undefined) return [];
  const { rule } = first;
  return [
    '',
    `### ${id}`,
    '',
    `${rule.title}.`,
    '',
    `- ${weightOf(rule)}`,
    ...rule.authority.map((authority) => `- ${authorityText(authority)}`),
    ...(dialects().length > 1
      ? [`- Dialects: ${readings.map(({ dialect }) => dialect.name).join(', ')}`]
      : []),
    ...others.flatMap((other) => otherwise(rule, other)),
  ];
}

/** What a dialect says otherwise; nothing where it reads the check as the first does. */
function otherwise(first: Rule, { dialect, rule }: RuleOfDialect): string[] {
  const said = [
    ...(rule.title === first.title ? [] : [`${rule.title}.`]),
    ...(weightOf(rule) === weightOf(first) ? [] : [weightOf(rule)]),
  ];
  const authority = sameJson(rule.authority, first.authority) ? [] : rule.authority;
  if (said.length === 0 && authority.length === 0) return [];
  return [
    `- ${dialect.name}:${said.map((text) => ` ${text}`).join('')}`,
    ...authority.map((each) => `  - ${authorityText(each)}`),
  ];
}

function weightOf(rule: Rule): string {
  return [levelText(rule), rule.impact, `subject ${rule.subject}`].join(' · ');
}

function authorityText({ name, url, promise }: Rule['authority'][number]): string {
  return `[${name}](${url}): ${escapeMarkdown(promise)}`;
}

function levelText({ level, levelUnder, levelNote }: Rule): string {
  const under = Object.entries(levelUnder ?? {}).map(([extension, other]) => `${other} under ${extension}`);
  return [`**${level}**`, ...under, ...(levelNote === undefined ? [] : [levelNote])].join(', ');
}

/** The checks of other dialects that a dialect has no use for. */
function withoutMeaning({ name, notApplicable }: AnyDialect): string[] {
  const reasons = Object.entries(notApplicable);
  if (reasons.length === 0) return [];
  return [
    '',
    `## Not applicable in ${name}`,
    '',
    ...reasons.map(([id, reason]) => `- \`${id}\`: ${escapeMarkdown(reason)}`),
  ];
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/([<>*_[\]|])/gu, '\\$1');
}
