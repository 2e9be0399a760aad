/** Compares the structure of a recording with that of an earlier recording. */
import type { JsonType, PathSeen, Shape } from './shape.ts';
import { type BodyPart, PARTS, type Structure } from './structure.ts';

/** A path that only one side has. Paths below it are counted but not listed. */
export interface Difference {
  readonly part: BodyPart;
  /** Indices are left out, as in `choices[].delta.tool_calls[].id`. Empty for the whole part. */
  readonly path: string;
  readonly types: readonly JsonType[];
  /** The number of fields below the path, at any depth. */
  readonly fields: number;
  /** The number of documents that contain the path; for a whole part, the number of exchanges that have it. */
  readonly documents: number;
  /** The number of documents that contain the enclosing object or array; for a whole part, the number of responses. */
  readonly of: number;
  /** True if some of those documents lack the path, so that chance may explain the difference. */
  readonly sometimes: boolean;
}

/** A path whose set of types changed. */
export interface Retyping {
  readonly part: BodyPart;
  readonly path: string;
  readonly before: readonly JsonType[];
  readonly after: readonly JsonType[];
  /** The number of fields that disappeared or appeared because the path stopped or started holding fields. */
  readonly fieldsGone: number;
  readonly fieldsAdded: number;
  /** True if both sides share a type, so that chance may explain the difference. */
  readonly sometimes: boolean;
}

/** Each list is in the order of parts and paths. */
export interface StructuralDrift {
  readonly gone: readonly Difference[];
  readonly added: readonly Difference[];
  readonly retyped: readonly Retyping[];
  /** True if a side is too large to compare in full. */
  readonly incomplete: boolean;
}

/** Returns the drift from one structure to another. Pure. Swapping the sides swaps `gone` and `added`. */
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
  /** The number of missing fields whose container holds no fields on the other side, by the path of the container. */
  readonly withType: ReadonlyMap<string, number>;
}

/** Returns what the other structure lacks, part by part. */
function missingFrom(other: Structure, one: Structure): Missing[] {
  return PARTS.map((part) => {
    const own = one.parts.get(part);
    if (own === undefined) return NOTHING;
    const others = other.parts.get(part);
    if (others !== undefined) return missingPaths(part, own, others);
    // A missing answer is listed itself, so its headers and its stream traits are not listed again.
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
  /** Maps each missing path to the topmost missing path above it, or to the path that changed its type. */
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

/** Returns true if a value could have the same type on both sides. An integer is also a number. */
function overlap(left: readonly JsonType[], right: readonly JsonType[]): boolean {
  const broad = (type: JsonType) => (type === 'integer' ? 'number' : type);
  return left.some((type) => right.some((other) => broad(other) === broad(type)));
}

function canHold(seen: PathSeen | undefined, path: string): boolean {
  return seen?.types.includes(isField(path) ? 'object' : 'array') ?? false;
}

/** Returns true for a member of an object; false for array items and for the whole document. */
function isField(path: string): boolean {
  return path !== '' && !path.endsWith('[]');
}
