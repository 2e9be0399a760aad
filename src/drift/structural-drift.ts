/** How the structure of a recording differs from that of an older one. */
import type { JsonType, PathSeen, Shape } from './shape.ts';
import { type BodyPart, PARTS, type Structure } from './structure.ts';

/** A path that stands on one side alone. What it holds goes with it and is not listed. */
export interface Difference {
  readonly part: BodyPart;
  /** Empty for the whole part, with indices left out: `choices[].delta.tool_calls[].id`. */
  readonly path: string;
  readonly types: readonly JsonType[];
  /** How many fields it holds, at any depth. */
  readonly fields: number;
  /** In how many documents it stood; exchanges, for a whole part. */
  readonly documents: number;
  /** Of how many: those in which the object or array around it stood; for a whole part all exchanges. */
  readonly of: number;
  /** True when it did not stand in all of those: then chance may have made the difference. */
  readonly sometimes: boolean;
}

/** A path whose set of types is another. */
export interface Retyping {
  readonly part: BodyPart;
  readonly path: string;
  readonly before: readonly JsonType[];
  readonly after: readonly JsonType[];
  /** How many fields went because it holds none any more, and came because it holds some now. */
  readonly fieldsGone: number;
  readonly fieldsAdded: number;
  /** True when the two sides share a type: then chance may have made the difference. */
  readonly sometimes: boolean;
}

/** Each list in the order of parts and paths. */
export interface StructuralDrift {
  readonly gone: readonly Difference[];
  readonly added: readonly Difference[];
  readonly retyped: readonly Retyping[];
  /** True when a side is too large to be compared whole. */
  readonly incomplete: boolean;
}

/** The drift from one structure to another. Pure; with the sides exchanged, gone and added change places. */
export function driftOf(before: Structure, after: Structure): StructuralDrift {
  const gone = missingFrom(after, before);
  const added = missingFrom(before, after);
  return {
    gone: gone.flatMap(({ differences }) => differences),
    added: added.flatMap(({ differences }) => differences),
    retyped: PARTS.flatMap((part, at) =>
      retypedIn(part, before.parts.get(part), after.parts.get(part), {
        gone: gone[at]?.withType,
        added: added[at]?.withType,
      }),
    ),
    incomplete: [before, after].some(({ parts }) => [...parts.values()].some(({ cut }) => cut)),
  };
}

interface Missing {
  readonly differences: readonly Difference[];
  /** Fields that are missing because what held them holds none on the other side, counted by the path of that. */
  readonly withType: ReadonlyMap<string, number>;
}

/** What the other structure lacks, part by part. */
function missingFrom(other: Structure, one: Structure): Missing[] {
  return PARTS.map((part) => {
    const own = one.parts.get(part);
    if (own === undefined) return NOTHING;
    const others = other.parts.get(part);
    if (others !== undefined) return missingPaths(part, own, others);
    // Headers and the traits of streams go with the answers that they belong to.
    return part === 'header' || part === 'stream' ? NOTHING : wholePart(part, own, one.responses);
  });
}

const NOTHING: Missing = { differences: [], withType: new Map() };

function wholePart(part: BodyPart, { paths, exchanges }: Shape, responses: number): Missing {
  const types = paths.get('')?.types ?? [];
  const fields = [...paths.keys()].filter(isField).length;
  return {
    ...NOTHING,
    differences: [difference(part, '', { types, documents: exchanges }, fields, responses)],
  };
}

function missingPaths(part: BodyPart, own: Shape, others: Shape): Missing {
  /** For each missing path the topmost one that takes it along, or the path that changed its type. */
  const goesWith = new Map<string, string>();
  const topmost = new Set<string>();
  const below = new Map<string, number>();
  for (const [path, { holder }] of own.paths) {
    if (holder === null || others.paths.has(path)) continue;
    const cause = goesWith.get(holder) ?? (canHold(others.paths.get(holder), path) ? path : holder);
    goesWith.set(path, cause);
    if (cause === path) topmost.add(path);
    else if (isField(path)) below.set(cause, (below.get(cause) ?? 0) + 1);
  }
  return {
    differences: [...topmost].sort().flatMap((path) => {
      const seen = own.paths.get(path);
      const around = own.paths.get(seen?.holder ?? '');
      if (seen === undefined || around === undefined) return [];
      return [difference(part, path, seen, below.get(path) ?? 0, around.documents)];
    }),
    withType: below,
  };
}

function difference(
  part: BodyPart,
  path: string,
  { types, documents }: Pick<PathSeen, 'types' | 'documents'>,
  fields: number,
  of: number,
): Difference {
  return { part, path, types, fields, documents, of, sometimes: documents < of };
}

function retypedIn(
  part: BodyPart,
  before: Shape | undefined,
  after: Shape | undefined,
  fields: {
    readonly gone: ReadonlyMap<string, number> | undefined;
    readonly added: ReadonlyMap<string, number> | undefined;
  },
): Retyping[] {
  return [...(before?.paths ?? [])]
    .flatMap(([path, { types }]) => {
      const now = after?.paths.get(path)?.types;
      if (now === undefined || types.join() === now.join()) return [];
      const fieldsGone = fields.gone?.get(path) ?? 0;
      const fieldsAdded = fields.added?.get(path) ?? 0;
      return {
        part,
        path,
        before: types,
        after: now,
        fieldsGone,
        fieldsAdded,
        sometimes: overlap(types, now),
      };
    })
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Whether a value could be of a type on both sides; a whole number is a number. */
function overlap(left: readonly JsonType[], right: readonly JsonType[]): boolean {
  const broad = (type: JsonType) => (type === 'integer' ? 'number' : type);
  return left.some((type) => right.some((other) => broad(other) === broad(type)));
}

function canHold(seen: PathSeen | undefined, path: string): boolean {
  return seen?.types.includes(isField(path) ? 'object' : 'array') ?? false;
}

/** True for the member of an object, false for the items of an array and the whole. */
function isField(path: string): boolean {
  return path !== '' && !path.endsWith('[]');
}
