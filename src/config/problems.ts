/** What is wrong with input that people write, in words that name the place and the nearest known name. */
import { z } from 'zod';
import { suggest } from '../text/nearest-name.ts';

/** One thing wrong with a parsed value. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/**
 * The problems of a failed parse, in words; an unknown key or choice comes with the nearest known one.
 * The parse must have been made with `reportInput`.
 */
export function problemsOf(schema: z.ZodType, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, path);
      return issue.keys.map((key) => ({ path: [...path, key], text: `unknown key; ${suggest(key, known)}` }));
    }
    if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
      return [{ path, text: 'missing' }];
    }
    if (issue.code === 'invalid_value') {
      const known = issue.values.map(String);
      const hint = suggest(String(issue.input), known);
      return [{ path, text: `unknown value ${JSON.stringify(issue.input)}; ${hint}` }];
    }
    if (issue.code === 'invalid_type') {
      const expected = TYPE_NAMES[issue.expected] ?? issue.expected;
      return [{ path, text: `expected ${expected}, found ${typeName(issue.input)}` }];
    }
    return [{ path, text: issue.message }];
  });
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

/** The keys of the object schema that stands at the path. */
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
