/** Generates docs/fault-matrix.md: the number of faults that each check catches, and faults that cannot be shown. */

import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import { peculiarityOf } from '../proof/peculiarity.ts';
import { baseOf, type Proof } from '../proof/proof.ts';
import { groupBy } from '../text/group-by.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { everyRule } from './every-rule.ts';
import { whyNotServed } from './unserved-faults.ts';

/** A dialect and its proof. */
interface Proven {
  readonly dialect: AnyDialect;
  readonly proof: Proof;
}

/** Returns the matrix as Markdown. The same code gives the same text. */
export async function faultMatrix(): Promise<string> {
  const proven = await Promise.all(
    dialects().map(async (dialect): Promise<Proven> => ({ dialect, proof: await dialect.proof() })),
  );
  return [
    '# The fault matrix',
    '',
    'Generated from the code by `npm run docs`; do not edit. How many seeded faults each check catches, and how many legal',
    `variants it lets through; \`-\` where the dialect does not have the check, for the reason in checks.md. Each of them in one`,
    `line: ${proven.map(({ dialect }) => `[${dialect.name}](proof/${dialect.id}.md)`).join(', ')}.`,
    '',
    ...markdownTable(
      ['check', ...proven.map(({ dialect }) => code(dialect.id))],
      [...everyRule().keys()].map((id) => [code(id), ...proven.map((each) => numbersOf(id, each))]),
    ),
    '',
    '## Faults that the reference provider cannot show',
    '',
    'Besides those that a client makes.',
    '',
    ...markdownTable(['dialect', 'fault', 'because'], proven.flatMap(unserved)),
    '',
    '## Faults that take more than tools and their calls',
    '',
    'A client is shown these where its conversation has what they are written for, or where its answers have a place for',
    'them all the same.',
    '',
    ...markdownTable(['the conversation has', 'faults'], peculiar(proven)),
    '',
    '## Shared faults and variants that a dialect is without',
    '',
    ...markdownTable(['dialect', 'case', 'because'], proven.flatMap(withoutShared)),
    '',
  ].join('\n');
}

function numbersOf(check: string, { dialect, proof }: Proven): string {
  if (!dialect.rules.some(({ id }) => id === check)) return '-';
  const caught = proof.faults.filter(({ catches }) => catches === check).length;
  const through = proof.variants.filter(({ near }) => near === check).length;
  return `${caught} / ${through}`;
}

function unserved({ dialect, proof }: Proven): string[][] {
  return proof.faults.flatMap(({ name, unserved: why }) =>
    why === undefined ? [] : [[code(dialect.id), code(name), why]],
  );
}

/** Lists the faults that a provider can show, by the special feature of their conversations. */
function peculiar(proven: readonly Proven[]): string[][] {
  const faults = proven.flatMap(({ dialect, proof }) =>
    proof.faults.flatMap((fault) => {
      const more = peculiarityOf(baseOf(proof, fault.base).dialogue);
      return more === null || whyNotServed(fault, dialect) !== null ? [] : [{ more, name: fault.name }];
    }),
  );
  return [...groupBy(faults, ({ more }) => more)].map(([more, alike]) => [
    more,
    [...new Set(alike.map(({ name }) => name))].map(code).join(', '),
  ]);
}

function withoutShared({ dialect, proof }: Proven): string[][] {
  return Object.entries(proof.withoutShared).map(([name, why]) => [code(dialect.id), code(name), why]);
}

function code(value: string): string {
  return `\`${value}\``;
}
