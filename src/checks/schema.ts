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

/**
 * The most subschemas and loop iterations of one validation. If it needs more (a recursive `oneOf` doubles the work at each
 * level of the arguments), it is not judged. Steps are counted instead of time, so that the same bytes give the same
 * verdict on every machine.
 */
const MOST_STEPS = 100_000;
/** Limits for schemas: deeper ones overflow the stack of the compiler, and larger ones take seconds to compile. */
const DEEPEST = 500;
const LARGEST = 20_000;

class OverBudget extends Error {
  override readonly message = `the schema needs more than ${MOST_STEPS} steps`;
}

/** A step costs one more for each so many values of the schema, whose functions do more work. */
const VALUES_A_STEP = 1000;
/** One step reads so many characters of a text, and runs one instruction of RE2 on so many. */
const CHARACTERS_A_STEP = 500;
/** One step compiles so many instructions of RE2. */
const INSTRUCTIONS_A_STEP = 2;

/** The steps of the current validation; only one runs at a time. */
let steps = 0;
let weight = 1;

function openBudget(values: number): void {
  steps = 0;
  weight = 1 + values / VALUES_A_STEP;
}

function step(): void {
  spend(weight);
}

function spend(cost: number): void {
  steps += cost;
  if (steps > MOST_STEPS) throw new OverBudget();
}

/** A pattern that counts the steps of its compiling and of its matching. */
class CountedPattern {
  readonly #pattern: ReturnType<typeof linearPattern>;

  constructor(pattern: string) {
    this.#pattern = linearPattern(pattern);
    spend(this.#pattern.programSize() / INSTRUCTIONS_A_STEP);
  }

  test(text: string): boolean {
    spend((this.#pattern.programSize() * text.length) / CHARACTERS_A_STEP);
    return this.#pattern.test(text);
  }

  /** The key by which Ajv keeps patterns. */
  toString(): string {
    return this.#pattern.toString();
  }
}

/** The regular expression engine for Ajv, which writes a call of it into its code. */
const countedRegExp = Object.assign((pattern: string) => new CountedPattern(pattern), {
  code: 'countedRegExp',
});

/** Matches the heads of functions and loops in Ajv's generated code, but no text that a schema can insert into it. */
const HEADS = /=\{\}\)\{|\bfor\((?:let|const) [^(){}]*(?:Object\.keys\([^(){}]*\))?\)\{/gu;

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
  // Each definition is compiled once. A copy for each reference can fill the memory.
  inlineRefs: false,
  // Every object inherits `constructor` and `toString`, which no provider sent.
  ownProperties: true,
  // A schema is compiled once and used a few times: to make its code smaller takes longer than it saves.
  code: { regExp: countedRegExp, optimize: false, process: countingSteps },
};

function compile(schema: Json): CompiledSchema {
  if (!isSchema(schema)) return { problem: 'it is no JSON Schema' };
  if (isObject(schema) && schema['$async'] !== undefined)
    return { problem: 'it asks for asynchronous validation' };
  const values = valuesIn(schema);
  if (typeof values === 'string') return { problem: values };
  const declared = isObject(schema) ? schema['$schema'] : undefined;
  const engine = engineFor(typeof declared === 'string' ? declared : undefined, !isPlainSchema(schema));
  if (engine === undefined) return { problem: `unknown $schema ${jsonText(declared)}` };
  try {
    openBudget(0);
    const validate = engine.compile(schema);
    return {
      validate: (value) => {
        try {
          openBudget(values);
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

/** The number of values of the schema, or why the time for it cannot be bounded. */
function valuesIn(schema: Json): number | string {
  let values = 0;
  let level: Json[] = [schema];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > DEEPEST) return `it nests deeper than ${DEEPEST} levels`;
    if (values > LARGEST) return `it has more than ${LARGEST} values`;
    // Ajv skips properties of this name.
    if (level.some((value) => isObject(value) && Object.hasOwn(value, '__proto__')))
      return 'it has a member __proto__';
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return new RegExp(HEADS).test(jsonText(schema)) ? 'its names read like code' : values;
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
  countFormats(engine);
  engine.removeKeyword('uniqueItems');
  engine.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: uniqueItems });
  for (const size of SIZES) engine.removeKeyword(size.keyword).addKeyword(size);
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
      // Section 8.3 of this draft: members beside a $ref are ignored. Later drafts apply them.
      return new Ajv({ ...options, ignoreKeywordsWithRef: true });
    default:
      return undefined;
  }
}

/** Replaces Ajv's `uniqueItems`, which compares all pairs: ten thousand objects take minutes. */
const uniqueItems: SchemaValidateFunction = (isAsked: boolean, items: readonly Json[]) => {
  const places = new Map<string, number>();
  for (const [at, item] of items.entries()) {
    const text = canonicalText(item);
    spend(1 + text.length / CHARACTERS_A_STEP);
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

const isAtLeast = (least: number, size: number) => size >= least;
const isAtMost = (most: number, size: number) => size <= most;
const SIZES = [
  sizeKeyword('minLength', 'fewer', isAtLeast),
  sizeKeyword('maxLength', 'more', isAtMost),
  sizeKeyword('minProperties', 'fewer', isAtLeast),
  sizeKeyword('maxProperties', 'more', isAtMost),
];

/** Ajv counts the characters of a text, and the properties of an object, each time that it is asked. */
function sizeKeyword(keyword: string, words: string, isMet: (limit: number, size: number) => boolean) {
  const validate: SchemaValidateFunction = (limit: number, value: string | object) => {
    const isText = typeof value === 'string';
    const size = isText ? value.length : Object.keys(value).length;
    spend(isText ? size / CHARACTERS_A_STEP : size);
    if (isMet(limit, isText ? size - pairsIn(value) : size)) return true;
    const message = `must NOT have ${words} than ${limit} ${isText ? 'characters' : 'properties'}`;
    validate.errors = [{ keyword, message, params: { limit } }];
    return false;
  };
  const type = keyword.endsWith('Length') ? ('string' as const) : ('object' as const);
  return { keyword, type, schemaType: 'number', validate } as const;
}

/** Two of its code units are one character. */
function pairsIn(text: string): number {
  return text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
}

/** Formats are patterns that the engine's own RegExp runs, and functions. */
function countFormats(engine: Ajv): void {
  for (const [name, format] of Object.entries(engine.formats)) {
    const test = format instanceof RegExp ? (text: string) => format.test(text) : format;
    if (typeof test !== 'function') continue;
    engine.addFormat(name, (text: string) => {
      spend(text.length / CHARACTERS_A_STEP);
      return test(text) === true;
    });
  }
}

function readError({ instancePath, message, params }: ErrorObject): Violation {
  const detail = 'additionalProperty' in params ? ` (${jsonText(params['additionalProperty'])})` : '';
  return { path: instancePath, message: `${message ?? 'is not valid'}${detail}` };
}
