/** One block for each rule that is broken, whatever the number of places. */
import pc from 'picocolors';
import type { Level } from '../judge/verdict.ts';
import { plain } from '../text/plain-text.ts';
import { wrapped } from './wrapped.ts';

export interface RuleBlock {
  readonly level: Level;
  readonly check: string;
  /** The rule as a sentence; null where the run does not describe the check. */
  readonly title: string | null;
  /** What else stands in the first line, such as `new`. */
  readonly notes: readonly string[];
  /** Whether the gate fails by it. */
  readonly isHeld: boolean;
  readonly facts: readonly Fact[];
  /** The command that shows more; it stays on one line, so that it can be copied. */
  readonly next: string | null;
}

export type Fact = readonly [name: string, text: string];

const NAME_WIDTH = 'scenarios  '.length;
const INDENT = 2 + NAME_WIDTH;

/** @param columns how wide a line may be */
export function ruleBlock(
  { level, check, title, notes, isHeld, facts, next }: RuleBlock,
  columns: number,
): string {
  const colour = isHeld ? pc.red : pc.yellow;
  const aside = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return [
    wrapped(`${colour(pc.bold(plain(`${level} ${check}`)))}${aside}`, columns, INDENT),
    ...(title === null ? [] : [`  ${wrapped(plain(title), columns, 2)}`]),
    ...facts.map(([name, text]) => factLine(name, wrapped(plain(text), columns, INDENT))),
    ...(next === null ? [] : [factLine('next', plain(next))]),
  ].join('\n');
}

function factLine(name: string, text: string): string {
  return `  ${name.padEnd(NAME_WIDTH)}${text}`;
}
