/** Compiles tool schemas: the draft is that of `$schema`, else 2020-12; formats are asserted; nothing is ever fetched. */

import { Ajv, type AnySchema, type ErrorObject, type Options, type SchemaValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { messageOf } from '../system/failure.ts';
import { isObject, type Json } from '../text/json.ts';
import { canonicalText, jsonText } from '../text/json-text.ts';
import { linearPattern } from './pattern.ts';
import { isPlainSchema } from './plain-schema.ts';

interface Violation {
  /** JSON pointer into the arguments; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type Validation = readonly Violation[] | { readonly problem: string };

export type CompiledSchema =
  | { readonly validate: (value: Json) => Validation }
  | { readonly problem: string };

/** The size of the cache of compiled schemas; a run uses a few of them again and again. */
const KEPT = 500;
const compiled = new Map<string, CompiledSchema>();

/** Compiles a schema as sent in a request. Never throws: an unusable schema is returned as a problem. */
export function compileSchema(schema: Json): CompiledSchema {
  const key = jsonText(schema);
  if (key === '') return { problem: 'it is no JSON Schema, or nested too deep' };
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = compile(schema);
  if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value ?? '');
  compiled.set(key, made);
  return made;
}

/** The regular expression engine for Ajv, which writes a call of it into its code. */
const linearRegExp = Object.assign(linearPattern, { code: 'linearPattern' });

/**
 * The most subschemas and loop iterations of one validation. If it needs more (a recursive `oneOf` doubles the work at each
 * level of the arguments), it is not judged. Steps are counted instead of time, so that the same bytes give the same
 * verdict on every machine.
 */
const MOST_STEPS = 100_000;
/** Limits for schemas: deeper ones overflow the stack of the compiler, and larger ones take seconds to compile. */
const DEEPEST = 500;
const LARGEST = 50_000;

class OverBudget extends Error {
  override readonly message = `the schema needs more than ${MOST_STEPS} steps`;
}

/** The steps of the current validation; only one runs at a time. */
let steps = 0;

function step(): void {
  steps += 1;
  if (steps > MOST_STEPS) throw new OverBudget();
}

/** Matches the heads of functions and loops in Ajv's generated code, but no text that a schema can insert into it. */
const HEADS = /=\{\}\)\{|\bfor\((?:let|const) [^(){}]*\)\{/gu;

/** Inserts a step counter into generated code, in which `self` is the Ajv instance. */
function countingSteps(code: string): string {
  return code.replaceAll(HEADS, '$&self.step();');
}

const OPTIONS: Options = {
  strict: false,
  logger: false,
  allErrors: false,
  validateFormats: true,
  // 19.99 is a multiple of 0.01, although the division of their doubles leaves a remainder.
  multipleOfPrecision: 9,
  // Every object inherits `constructor` and `toString`, which no provider sent.
  ownProperties: true,
  // A schema is compiled once and used a few times: optimising its code takes longer than it saves.
  code: { regExp: linearRegExp, optimize: false, process: countingSteps },
};

function compile(schema: Json): CompiledSchema {
  if (!isSchema(schema)) return { problem: 'it is no JSON Schema' };
  if (isObject(schema) && schema['$async'] !== undefined)
    return { problem: 'it asks for asynchronous validation' };
  const unbounded = whyUnbounded(schema);
  if (unbounded !== null) return { problem: unbounded };
  const declared = isObject(schema) ? schema['$schema'] : undefined;
  const engine = engineFor(typeof declared === 'string' ? declared : undefined, !isPlainSchema(schema));
  if (engine === undefined) return { problem: `unknown $schema ${jsonText(declared)}` };
  try {
    steps = 0;
    const validate = engine.compile(schema);
    return {
      validate: (value) => {
        try {
          steps = 0;
          return validate(value) ? [] : (validate.errors ?? []).map(readError);
        } catch (error) {
          return { problem: problemOf(error) };
        }
      },
    };
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    // The $id of one tool must not conflict with that of another.
    engine.removeSchema();
  }
}

function problemOf(error: unknown): string {
  return error instanceof RangeError ? 'it nests too deep' : messageOf(error);
}

/** Why the time for a schema cannot be bounded; null for nearly all schemas. */
function whyUnbounded(schema: Json): string | null {
  let values = 0;
  let level: Json[] = [schema];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > DEEPEST) return `it nests deeper than ${DEEPEST} levels`;
    if (values > LARGEST) return `it has more than ${LARGEST} values`;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return new RegExp(HEADS).test(jsonText(schema)) ? 'its names read like code' : null;
}

function isSchema(schema: Json): schema is AnySchema {
  return isObject(schema) || typeof schema === 'boolean';
}

/** The Ajv instances by draft. Created on demand, because that takes as long as judging a conversation ten times. */
const engines = new Map<string, Ajv>();

const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

/** @param validateSchema true to validate schemas against the draft before they are compiled */
function engineFor(declared: string | undefined, validateSchema: boolean): Ajv | undefined {
  const draft = declared?.replace(/^http:/u, 'https:').replace(/#$/u, '') ?? DRAFT_2020;
  const key = `${draft} ${validateSchema}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = newEngine(draft, { ...OPTIONS, validateSchema, meta: validateSchema });
  if (engine === undefined) return undefined;
  addFormats.default(engine);
  Object.assign(engine, { step });
  engine.removeKeyword('uniqueItems');
  engine.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: uniqueItems });
  engines.set(key, engine);
  return engine;
}

function newEngine(draft: string, options: Options): Ajv | undefined {
  switch (draft) {
    case DRAFT_2020:
      return new Ajv2020(options);
    case 'https://json-schema.org/draft/2019-09/schema':
      return new Ajv2019(options);
    case 'https://json-schema.org/draft-07/schema':
      return new Ajv(options);
    default:
      return undefined;
  }
}

/** Replaces Ajv's `uniqueItems`, which compares all pairs: ten thousand objects take minutes. */
const uniqueItems: SchemaValidateFunction = (isAsked: boolean, items: readonly Json[]) => {
  const places = new Map<string, number>();
  for (const [at, item] of items.entries()) {
    const text = canonicalText(item);
    const earlier = places.get(text);
    if (isAsked && earlier !== undefined) {
      const message = `must NOT have duplicate items (items ## ${earlier} and ${at} are identical)`;
      uniqueItems.errors = [{ keyword: 'uniqueItems', message, params: { i: at, j: earlier } }];
      return false;
    }
    places.set(text, at);
  }
  return true;
};

function readError({ instancePath, message, params }: ErrorObject): Violation {
  const detail = 'additionalProperty' in params ? ` (${jsonText(params['additionalProperty'])})` : '';
  return { path: instancePath, message: `${message ?? 'is not valid'}${detail}` };
}
