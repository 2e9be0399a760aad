/** The concerns that specs are about: each has the check families that it answers for, and every family has one. */
import type { Family } from '../checks/catalogue.ts';
import { familyOf } from '../checks/family.ts';

export const CONCERNS = {
  'protocol-shape': ['framing', 'events', 'shape', 'items', 'blocks', 'parts', 'deltas'],
  'tool-call-ids': ['ids'],
  'tool-arguments': ['arguments', 'choice'],
  'round-trip': ['finish', 'signatures', 'results', 'roundtrip'],
  'usage-and-cost': ['usage', 'cost', 'routing'],
  'errors-and-reasoning': ['errors', 'reasoning'],
} as const satisfies Record<string, readonly Family[]>;

export type Concern = keyof typeof CONCERNS;

export function isOf(concern: Concern, check: string): boolean {
  const families: readonly string[] = CONCERNS[concern];
  return families.includes(familyOf(check));
}
