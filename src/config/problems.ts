/** Describes problems of user input, with the place and the nearest known name. */
import * as z from 'zod';
import { suggest } from '../text/nearest-name.ts';

/** One problem of a parsed value. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** The parsed user input, or its problems. */
export type ReadInput<T> =
  | { readonly data: T; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/** The maximum number of problems that are listed. More are probably one repeated mistake. */
const MOST = 50;
/** The maximum length of a shown value, in characters. */
const LONGEST = 80;

/**
 * Parses a value with its schema. For an unknown key or choice, the nearest known one is suggested. Of many problems,
 * only the first are listed, with the number of the others.
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): ReadInput<T> {
  let error: z.ZodError;
  try {
    const parsed = schema.safeParse(input, { reportInput: true });
    if (parsed.success) return { data: parsed.data };
    error = parsed.error;
  } catch (cause) {
    // zod throws a RangeError when it reports about 130,000 problems.
    if (!(cause instanceof RangeError)) throw cause;
    return {
      problems: [{ path: [], text: 'holds more than can be read; write fewer entries, or less deep ones' }],
    };
  }
  const problems = error.issues.slice(0, MOST).flatMap((issue) => problemsOf(schema, issue));
  const more = Math.max(error.issues.length, problems.length) - MOST;
  return {
    problems:
      more <= 0
        ? problems
        : [...problems.slice(0, MOST), { path: [], text: `has ${more} more problems like these` }],
  };
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, beginning(key)],
      text: `unknown key; ${suggest(beginning(key), known)}`,
    }));
  }
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return [{ path, text: 'missing' }];
  }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const shown = shownValue(issue.input);
    const hint = suggest(typeof issue.input === 'string' ? beginning(issue.input) : shown, known);
    return [{ path, text: `unknown value ${shown}; ${hint}` }];
  }
  if (issue.code === 'invalid_type') {
    const expected = TYPE_NAMES[issue.expected] ?? issue.expected;
    return [{ path, text: `expected ${expected}, found ${typeName(issue.input)}` }];
  }
  return [{ path, text: issue.message }];
}

/**
 * Returns a scalar as JSON, cut if it is long. For other values returns the type, because they may be deeply nested.
 */
function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(beginning(value));
  return typeof value === 'object' ? typeName(value) : String(value);
}

function beginning(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  const type = Array.isArray(value) ? 'array' : typeof value;
  return TYPE_NAMES[type] ?? type;
}

/** Returns the keys of the object schema at the path. */
function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.core.$ZodType | undefined = unwrap(schema);
  for (const key of path) {
    if (at instanceof z.ZodArray) at = unwrap(at.element);
    else if (at instanceof z.ZodObject) at = unwrap(at.shape[String(key)]);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.unwrap()) : schema;
}
