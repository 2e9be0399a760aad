/** docs/fault-matrix.md: which fault every check catches, and which variants it lets through, as judged just now. */

import { familyOf } from '../checks/family.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { Outcome, Verdict } from '../judge/verdict.ts';
import type { ConformingConversation } from '../proof/conforming.ts';
import type { LegalVariant, SeededFault } from '../proof/cases.ts';
import { baseOf, type Proof } from '../proof/proof.ts';
import { baseVerdicts, type Effect, effectOf } from './judged.ts';

/** A dialect and its proof. */
interface Proven {
  readonly dialect: AnyDialect;
  readonly proof: Proof;
}

/** The matrix as Markdown; the same code gives the same text. */
export async function faultMatrix(): Promise<string> {
  const proven = await Promise.all(
    dialects().map(async (dialect): Promise<Proven> => ({ dialect, proof: await dialect.proof() })),
  );
  return [
    '# The fault matrix',
    '',
    'Generated from the code by `npm run docs`; do not edit. The proof that every check works: a seeded fault is a small',
    'edit of a conforming conversation, and the check that it is meant for catches it; a legal variant comes close to',
    'the rule and keeps it, and nothing fails at MUST or SHOULD. Which other checks fail by right, and which cannot tell',
    'any more, is asserted as well (tests/catalogue/faults.spec.ts).',
    '',
    'How many faults each check catches and how many variants it lets through, by dialect; `-` where it has nothing to',
    'judge in that dialect, with the reason further down.',
    '',
    ...overview(proven),
    ...proven.flatMap(section),
    '',
  ].join('\n');
}

/** Check by dialect. */
function overview(proven: readonly Proven[]): string[] {
  const ids = [...new Set(proven.flatMap(({ dialect }) => dialect.rules.map(({ id }) => id)))];
  return table(
    ['check', ...proven.map(({ dialect }) => code(dialect.id))],
    ids.map((id) => [code(id), ...proven.map((each) => numbersOf(id, each))]),
  );
}

function numbersOf(check: string, { dialect, proof }: Proven): string {
  if (!dialect.rules.some(({ id }) => id === check)) return '-';
  const caught = proof.faults.filter(({ catches }) => catches === check).length;
  const through = proof.variants.filter(({ near }) => near === check).length;
  return `${caught} / ${through}`;
}

function section({ dialect, proof }: Proven): string[] {
  const { rules } = dialect;
  const families = [...new Set(rules.map(({ id }) => familyOf(id)))];
  return [
    '',
    `## ${dialect.id}`,
    '',
    `${proof.faults.length} faults and ${proof.variants.length} legal variants for ${rules.length} checks, on ${proof.bases.size} conforming conversations.`,
    '',
    ...absences(dialect),
    `### ${dialect.id}: conforming conversations`,
    '',
    'Each passes these checks; the others do not apply to it, or cannot tell.',
    '',
    ...table(
      ['conversation', 'what it is', 'passes'],
      [...proof.bases.values()].map((base) => baseRow(proof, base)),
    ),
    ...families.flatMap((family) => [
      '',
      `### ${dialect.id}: ${family}`,
      ...familySection({ dialect, proof }, family),
    ]),
  ];
}

/** Why checks of other dialects are missing. */
function absences({ notApplicable }: AnyDialect): string[] {
  const rows = Object.entries(notApplicable).map(([check, reason]) => [code(check), text(reason)]);
  return rows.length === 0 ? [] : [...table(['has no', 'because'], rows), ''];
}

function familySection({ dialect, proof }: Proven, family: string): string[] {
  const ids = dialect.rules.map(({ id }) => id).filter((id) => familyOf(id) === family);
  const faults = ids.flatMap((id) => proof.faults.filter(({ catches }) => catches === id));
  const variants = ids.flatMap((id) => proof.variants.filter(({ near }) => near === id));
  return [
    '',
    ...table(
      ['check', 'fault', 'what is broken', 'in', 'found at', 'also fails', 'becomes inconclusive'],
      faults.map((fault) => faultRow(proof, fault)),
    ),
    '',
    ...table(
      [
        'check',
        'legal variant',
        'what is near to the rule',
        'in',
        'verdict',
        'also observed',
        'becomes inconclusive',
      ],
      variants.map((variant) => variantRow(proof, variant)),
    ),
  ];
}

function baseRow(proof: Proof, { name, title, fails }: ConformingConversation): string[] {
  const passed = [...baseVerdicts(proof, name).values()].filter(({ outcome }) => outcome === 'pass');
  const except = Object.entries(fails).map(([check, reason]) => `; fails ${check}: ${reason}`);
  return [code(name), text(`${title}${except.join('')}`), grouped(passed.map(({ check }) => check))];
}

function faultRow(proof: Proof, fault: SeededFault): string[] {
  const effect = effectOf(proof, fault);
  const caught = effect.verdicts.get(fault.catches);
  const failing = effect.fails.filter((check) => check !== fault.catches);
  const observed = effect.observes.filter((check) => check !== fault.catches);
  return [
    `${code(fault.catches)} ${caught?.level ?? ''}`,
    code(fault.name),
    text(fault.title),
    code(fault.base),
    caught === undefined ? '' : placeOf(caught),
    [...failing.map((check) => because(check, proof, fault)), ...observed].join('; '),
    unsure(fault, effect),
  ];
}

/** The check, and why it fails too. */
function because(check: string, proof: Proof, { base, alsoFails = {} }: SeededFault): string {
  const reason = alsoFails[check] ?? baseOf(proof, base).fails[check];
  return reason === undefined ? check : `${check}: ${text(reason)}`;
}

function variantRow(proof: Proof, variant: LegalVariant): string[] {
  const effect = effectOf(proof, variant);
  const outcome: Outcome | undefined = effect.verdicts.get(variant.near)?.outcome;
  return [
    code(variant.near),
    code(variant.name),
    text(variant.title),
    code(variant.base),
    outcome ?? '',
    grouped(effect.observes),
    unsure(variant, effect),
  ];
}

/** The place of the first finding, and how many more there are. */
function placeOf({ findings, findingCount }: Verdict): string {
  const [first] = findings;
  if (first === undefined) return '';
  const { exchange, event, path } = first;
  const parts = [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [code(path)]),
  ];
  return `${parts.join(', ')}${findingCount > 1 ? ` and ${findingCount - 1} more` : ''}`;
}

function unsure({ turnsInconclusive }: SeededFault | LegalVariant, effect: Effect): string {
  return typeof turnsInconclusive === 'string'
    ? `${turnsInconclusive} (${effect.turnsInconclusive.length} checks)`
    : grouped(effect.turnsInconclusive);
}

/** Check ids, those of one family together: `ids/present, type`. */
function grouped(ids: readonly string[]): string {
  return [...new Set(ids.map(familyOf))]
    .map((family) => ids.filter((id) => familyOf(id) === family))
    .map((members) => members.map((id, at) => (at === 0 ? id : id.slice(id.indexOf('/') + 1))).join(', '))
    .join('; ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function code(value: string): string {
  return `\`${value.replaceAll('|', '\\|')}\``;
}

function text(value: string): string {
  return value.replaceAll(/([<>*_[\]|])/gu, '\\$1');
}
