/** Generates docs/checks.md from the declarations of the checks. */

import { RULES } from '../checks/catalogue.ts';
import { familyOf } from '../checks/family.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { Authority, Rule } from '../judge/check.ts';
import { everyRule, type RuleOfDialect } from './every-rule.ts';

/**
 * Returns the catalogue of all dialects as Markdown: one section for each family, one entry for each check.
 *
 * @param measured returns the effect of a broken check on real clients, as a sentence without its full stop; null when
 * no client was tried
 */
export function checkCatalogue(measured: (check: string) => string | null): string {
  const rules = [...everyRule()];
  const families = [...new Set(rules.map(([id]) => familyOf(id)))];
  return [
    '# The check catalogue',
    '',
    'Generated from the code by `npm run docs`; do not edit. Each check is one rule with a permanent id: an id may be',
    'retired, never re-meant. How the wire is read, before any rule is applied, stands in [reading.md](reading.md).',
    '',
    '- **Level**: MUST (the reference promises it, or a client cannot work otherwise), SHOULD (recommended, or widely',
    '  relied on), MAY (an observation worth showing, never a fault: it "fails" where there is something to observe).',
    '- **Impact**: critical (the call is lost or mis-paired), major (a turn or a bill is wrong), minor, trivial. Where real',
    '  clients were given an answer that breaks the rule, what they did stands with it; [clients.md](clients.md) has each.',
    '- **Subject**: who breaks the rule: the provider, the model (sampling, not protocol), or the client that recorded.',
    ...(dialects().length > 1 ? READINGS : []),
    '',
    `${rules.length} checks in ${families.length} families: ${families.map((family) => `[${family}](#${family})`).join(', ')}.`,
    ...(dialects().length > 1 ? perDialect() : []),
    ...families.flatMap((family) => [
      '',
      `## ${family}`,
      ...rules
        .filter(([id]) => familyOf(id) === family)
        .flatMap(([id, readings]) => entry(id, readings, measured(id))),
    ]),
    ...dialects().flatMap(withoutMeaning),
    '',
  ].join('\n');
}

const READINGS = [
  '- **Dialects**: which have the check. What one of them says in other words, weighs otherwise (with the reason) or',
  '  promises by a reference of its own follows.',
];

/** Returns the number of checks of each dialect. */
function perDialect(): string[] {
  const counts = dialects().map(({ name, rules }) => `${name} has ${rules.length}`);
  return [`Of these ${counts.join(', ')}.`];
}

function entry(id: string, readings: readonly RuleOfDialect[], measured: string | null): string[] {
  const [first, ...others] = readings;
  const record = RULES[id];
  if (first === undefined || record === undefined) return [];
  const title = typeof record.title === 'string' ? record.title : first.rule.title;
  const common: Common = {
    ...record,
    title,
    authority: others.length === 0 ? first.rule.authority : (record.authority ?? []),
  };
  return [
    '',
    `### ${id}`,
    '',
    `${title}.`,
    '',
    `- ${weightOf(record)}`,
    ...(measured === null ? [] : [`- ${measured}.`]),
    ...common.authority.map((authority) => `- ${authorityText(authority)}`),
    ...(dialects().length > 1
      ? [`- Dialects: ${readings.map(({ dialect }) => dialect.name).join(', ')}`]
      : []),
    ...readings.flatMap((reading) => otherwise(common, reading)),
  ];
}

/** The common part of a check, which comes before the differences of its dialects. */
interface Common extends Weighed {
  readonly title: string;
  readonly authority: readonly Authority[];
}

/** Returns the differences of a dialect; nothing when it has the check exactly as its record. */
function otherwise(common: Common, { dialect, rule }: RuleOfDialect): string[] {
  const { because } = rule;
  const said = [
    ...(rule.title === common.title ? [] : [`${rule.title}.`]),
    ...(because === undefined ? [] : [`${weightOf(rule)}, because ${because}.`]),
    ...(rule.levelNote === undefined || rule.levelNote === common.levelNote ? [] : [`${rule.levelNote}.`]),
  ];
  const above = new Set(common.authority.map(authorityText));
  const authority = rule.authority.map(authorityText).filter((text) => !above.has(text));
  if (said.length === 0 && authority.length === 0) return [];
  return [
    `- ${dialect.name}:${said.map((text) => ` ${text}`).join('')}`,
    ...authority.map((text) => `  - ${text}`),
  ];
}

type Weighed = Pick<Rule, 'level' | 'levelUnder' | 'levelNote' | 'impact' | 'subject'>;

function weightOf(rule: Weighed): string {
  return [levelText(rule), rule.impact, `subject ${rule.subject}`].join(' · ');
}

function authorityText({ name, url, promise }: Authority): string {
  return `[${name}](${url}): ${escapeMarkdown(promise)}`;
}

function levelText({ level, levelUnder, levelNote }: Weighed): string {
  const under = Object.entries(levelUnder ?? {}).map(([extension, other]) => `${other} under ${extension}`);
  return [`**${level}**`, ...under, ...(levelNote === undefined ? [] : [levelNote])].join(', ');
}

/** Lists the checks that are not applicable in a dialect. */
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
