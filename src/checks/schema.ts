/** Tool schemas, compiled: the draft by `$schema`, else 2020-12; formats asserted; nothing is ever fetched. */

import { Ajv, type AnySchema, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { messageOf } from '../system/failure.ts';
import { isObject, type Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

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
  code: { regExp: linearRegExp },
};

function compile(schema: Json): CompiledSchema {
  if (!isSchema(schema)) return { problem: 'it is no JSON Schema' };
  if (isObject(schema) && schema['$async'] !== undefined)
    return { problem: 'it asks for asynchronous validation' };
  const declared = isObject(schema) ? schema['$schema'] : undefined;
  const engine = engineFor(typeof declared === 'string' ? declared : undefined);
  if (engine === undefined) return { problem: `unknown $schema ${JSON.stringify(declared)}` };
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

/** One engine a draft; making one takes as long as judging a conversation ten times. */
const engines = new Map<string, Ajv>();

const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

function engineFor(declared: string | undefined): Ajv | undefined {
  const draft = declared?.replace(/^http:/u, 'https:').replace(/#$/u, '') ?? DRAFT_2020;
  const known = engines.get(draft);
  if (known !== undefined) return known;
  const engine = newEngine(draft);
  if (engine === undefined) return undefined;
  addFormats.default(engine);
  engines.set(draft, engine);
  return engine;
}

function newEngine(draft: string): Ajv | undefined {
  switch (draft) {
    case DRAFT_2020:
      return new Ajv2020(OPTIONS);
    case 'https://json-schema.org/draft/2019-09/schema':
      return new Ajv2019(OPTIONS);
    case 'https://json-schema.org/draft-07/schema':
      return new Ajv(OPTIONS);
    default:
      return undefined;
  }
}

function readError({ instancePath, message, params }: ErrorObject): Violation {
  const detail = 'additionalProperty' in params ? ` (${JSON.stringify(params['additionalProperty'])})` : '';
  return { path: instancePath, message: `${message ?? 'is not valid'}${detail}` };
}
