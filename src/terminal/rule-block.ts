/** One block for each broken rule, however many places break it. */
import pc from 'picocolors';
import type { Level } from '../judge/verdict.ts';
import { plain } from '../text/plain-text.ts';
import { wrapped } from './wrapped.ts';

export interface RuleBlock {
  readonly level: Level;
  readonly check: string;
  /** The rule as a sentence; null when the run does not describe the check. */
  readonly title: string | null;
  /** Additional notes for the first line, such as `new`. */
  readonly notes: readonly string[];
  /** True when the gate fails because of it. */
  readonly isHeld: boolean;
  readonly facts: readonly Fact[];
  /** The command that shows more; it stays on one line, so that it can be copied. */
  readonly next: string | null;
}

export type Fact = readonly [name: string, text: string];

const NAME_WIDTH = 'scenarios  '.length;

/** @param columns the maximum width of a line */
export function ruleBlock(
  { level, check, title, notes, isHeld, facts, next }: RuleBlock,
  columns: number,
): string {
  const colour = isHeld ? pc.red : pc.yellow;
  const aside = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return [
    wrapped(`${colour(pc.bold(plain(`${level} ${check}`)))}${aside}`, columns, 2 + NAME_WIDTH),
    ...(title === null ? [] : [`  ${wrapped(plain(title), columns, 2)}`]),
    ...factLines(facts, columns),
    ...(next === null ? [] : [`  ${'next'.padEnd(NAME_WIDTH)}${plain(next)}`]),
  ].join('\n');
}

/** A heading, with a line for each fact below it. */
export function factBlock(heading: string, facts: readonly Fact[], columns: number): string {
  return [wrapped(heading, columns), ...factLines(facts, columns)].join('\n');
}

function factLines(facts: readonly Fact[], columns: number): string[] {
  const width = Math.max(NAME_WIDTH, ...facts.map(([name]) => name.length + 2));
  return facts.map(([name, text]) => `  ${name.padEnd(width)}${wrapped(plain(text), columns, 2 + width)}`);
}
