/** Every check, declared once. The families are in the order of all lists of checks. */
import { toolArguments } from './arguments.ts';
import { blocks } from './blocks.ts';
import { choice } from './choice.ts';
import { cost } from './cost.ts';
import { deltas } from './deltas.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { finish } from './finish.ts';
import { format } from './format.ts';
import { frames } from './frames.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { items } from './items.ts';
import { lines } from './lines.ts';
import { parts } from './parts.ts';
import { reasoning } from './reasoning.ts';
import type { RuleRecord } from './record.ts';
import { results } from './results.ts';
import { roundtrip } from './roundtrip.ts';
import { routing } from './routing.ts';
import { shape } from './shape.ts';
import { signatures } from './signatures.ts';
import { usage } from './usage.ts';

/** First the wire, from the outside in, then the content of the answer, then cost and errors. */
const BY_FAMILY = {
  framing,
  frames,
  lines,
  events,
  shape,
  items,
  blocks,
  parts,
  deltas,
  signatures,
  ids,
  arguments: toolArguments,
  choice,
  finish,
  format,
  results,
  roundtrip,
  usage,
  cost,
  routing,
  errors,
  reasoning,
};

export type Family = keyof typeof BY_FAMILY;

/** Every family with its records by id. */
export const FAMILIES: readonly {
  readonly name: string;
  readonly rules: Readonly<Record<string, RuleRecord>>;
}[] = Object.entries(BY_FAMILY).map(([name, rules]) => ({ name, rules }));

/** Every record by its id, in the order of the catalogue. */
export const RULES: Readonly<Record<string, RuleRecord>> = Object.assign({}, ...Object.values(BY_FAMILY));

type IdsOf<Records> = Records extends Readonly<Record<string, RuleRecord>> ? keyof Records & string : never;

/** The id of a check: `family/name`, permanent. */
export type CheckId = IdsOf<(typeof BY_FAMILY)[Family]>;

/** Retired ids, with the reason; they must never return with another meaning. */
export const RETIRED: Readonly<Record<string, string>> = {};
