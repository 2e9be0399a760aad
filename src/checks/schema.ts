/** Tool schemas, compiled: the draft by `$schema`, else 2020-12; formats asserted; nothing is ever fetched. */

import { Ajv, type AnySchema, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { messageOf } from '../system/failure.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
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

/** How many schemas are kept compiled; a run uses a few again and again. */
const KEPT = 500;
const compiled = new Map<string, CompiledSchema>();

/** Compiles a schema as sent in a request; never throws: what cannot be used is given back as a problem. */
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
 * Patterns run on RE2, whose time is linear in the text, so that no schema can hang the judge. What RE2 does not know
 * (look-around, back references) makes a schema unusable rather than dangerous.
 */
function linearRegExp(pattern: string): RE2JS {
  return RE2JS.compile(RE2JS.translateRegExp(pattern));
}
linearRegExp.code = 'linearRegExp';

const OPTIONS: Options = {
  strict: false,
  logger: false,
  allErrors: false,
  validateFormats: true,
  // One tool's $id must not meet another's.
  addUsedSchema: false,
  // A schema is compiled once and used a few times: to make its code smaller takes longer than it saves.
  code: { regExp: linearRegExp, optimize: false },
};

function compile(schema: Json): CompiledSchema {
  if (!isSchema(schema)) return { problem: 'it is no JSON Schema' };
  if (isObject(schema) && schema['$async'] !== undefined)
    return { problem: 'it asks for asynchronous validation' };
  const declared = isObject(schema) ? schema['$schema'] : undefined;
  const engine = engineFor(typeof declared === 'string' ? declared : undefined, !isPlainSchema(schema));
  if (engine === undefined) return { problem: `unknown $schema ${jsonText(declared)}` };
  try {
    const validate = engine.compile(schema);
    engine.removeSchema(schema);
    return {
      validate: (value) => {
        try {
          return validate(value) ? [] : (validate.errors ?? []).map(readError);
        } catch (error) {
          return { problem: messageOf(error) };
        }
      },
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function isSchema(schema: Json): schema is AnySchema {
  return isObject(schema) || typeof schema === 'boolean';
}

/**
 * Two engines a draft, one of which takes schemas as they are; making one takes as long as judging a conversation ten
 * times.
 */
const engines = new Map<string, Ajv>();

const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

/** @param validateSchema whether schemas are held to the draft before they are compiled */
function engineFor(declared: string | undefined, validateSchema: boolean): Ajv | undefined {
  const draft = declared?.replace(/^http:/u, 'https:').replace(/#$/u, '') ?? DRAFT_2020;
  const key = `${draft} ${validateSchema}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = newEngine(draft, { ...OPTIONS, validateSchema, meta: validateSchema });
  if (engine === undefined) return undefined;
  addFormats.default(engine);
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

function readError({ instancePath, message, params }: ErrorObject): Violation {
  const detail = 'additionalProperty' in params ? ` (${jsonText(params['additionalProperty'])})` : '';
  return { path: instancePath, message: `${message ?? 'is not valid'}${detail}` };
}
