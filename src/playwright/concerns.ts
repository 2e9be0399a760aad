/** The concerns of tests: each has its check families, and every family belongs to one concern. */
import type { Family } from '../checks/catalogue.ts';
import { familyOf } from '../checks/family.ts';

export const CONCERNS = [
  {
    name: 'protocol-shape',
    families: ['framing', 'frames', 'lines', 'events', 'shape', 'items', 'blocks', 'parts', 'deltas'],
  },
  { name: 'tool-call-ids', families: ['ids'] },
  { name: 'tool-arguments', families: ['arguments', 'choice'] },
  { name: 'round-trip', families: ['finish', 'format', 'signatures', 'results', 'roundtrip'] },
  { name: 'usage-and-cost', families: ['usage', 'cost', 'routing'] },
  { name: 'errors-and-reasoning', families: ['errors', 'reasoning'] },
] as const satisfies readonly { name: string; families: readonly Family[] }[];

export type Concern = (typeof CONCERNS)[number]['name'];

const BY_FAMILY = new Map<string, Concern>(
  CONCERNS.flatMap(({ name, families }) => families.map((family) => [family, name] as const)),
);

export function isOf(concern: Concern, check: string): boolean {
  return BY_FAMILY.get(familyOf(check)) === concern;
}
