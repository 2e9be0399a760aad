/** Facts about which JSON Schema keywords an endpoint refuses, honours or ignores, in strict and other tools. */

import { compileSchema } from '../../checks/schema.ts';
import type { AnyDialect } from '../../dialects/catalogue.ts';
import type { Reading } from '../../reading/reading.ts';
import { wilson } from '../../results/rates.ts';
import { isObject, type JsonObject } from '../../text/json.ts';
import { canonicalText, jsonText } from '../../text/json-text.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { type Finding, unknown } from '../finding.ts';
import { MOST_FOR_DEMAND, NO_CALL, notAnswered, whetherKept } from '../kept.ts';
import { KEYWORDS, type Keyword, plainSchema, schemaOf, TEMPTATIONS } from '../keywords.ts';
import { lacking } from '../lacking.ts';
import { outcomeOf } from '../outcome.ts';
import { smallScenario, tool } from '../small-scenario.ts';
import { requestBodyOf } from '../trial-request.ts';

export const schemaKeywords: readonly Fact[] = KEYWORDS.flatMap((keyword) => [
  factOf(keyword, false),
  factOf(keyword, true),
]);

function factOf(keyword: Keyword, strict: boolean): Fact {
  const { name, revision = 1 } = keyword;
  return {
    id: `schemas/${name}${strict ? '-strict' : ''}`,
    area: 'schemas',
    revision,
    question: questionOf(keyword, strict),
    mostRequests: keyword.tempts === null ? 2 : MOST_FOR_DEMAND,
    ask: (dialect) => askOf(keyword, strict, dialect),
  };
}

function questionOf({ what, tempts, absent }: Keyword, strict: boolean): string {
  const offered = strict ? 'a strict tool' : 'a tool';
  if (absent === true) return `Does the endpoint accept ${offered} ${what}?`;
  return `Does the endpoint ${tempts === null ? 'accept' : 'accept and honour'} ${what} in the schema of ${offered}?`;
}

function askOf(keyword: Keyword, strict: boolean, dialect: AnyDialect): Asking {
  if (strict && !knowsStrict(dialect)) return lacking(`${dialect.name} has no field for strict schemas`);
  const { tempts, name } = keyword;
  const end = strict ? '-strict' : '';
  const { says } = TEMPTATIONS[tempts ?? 'text'];
  const schema = schemaOf(keyword, strict);
  const plain = plainSchema(tempts ?? 'text', strict);
  const control = trialOf(`schemas/control-${tempts ?? 'text'}${end}`, plain, says, strict);
  const trial = {
    ...trialOf(`schemas/${name}${end}`, schema, says, strict),
    ...(keyword.absent === true ? { without: schema } : {}),
  };
  if (tempts === null) return whetherTaken(trial, control, keyword);
  return whetherKept({
    trial,
    control,
    keeps: (reading) => keeps(reading, schema),
    about: ({ turn }) => canonicalText(turn.calls[0]?.json),
  });
}

/** Tests a keyword that forbids nothing: it can only be accepted or refused. */
function* whetherTaken(trial: Trial, control: Trial, keyword: Keyword): Asking {
  const refusal = notAnswered(yield control);
  if (refusal !== null) return refusal;
  const reading = yield trial;
  const outcome = outcomeOf(reading);
  if (outcome.kind === 'refused') return outcome;
  return outcome.kind === 'unclear' ? unknown(outcome.reason) : accepted(reading, keyword);
}

function accepted({ turn }: Reading, { property }: Keyword): Finding {
  const [call] = turn.calls;
  if (call === undefined) return { kind: 'accepted', because: NO_CALL };
  if (call.json === undefined) return { kind: 'accepted', because: NO_JSON };
  if (property === undefined) return { kind: 'accepted', because: 'it forbids nothing that could be seen' };
  const isThere = isObject(call.json) && Object.hasOwn(call.json, property);
  return isThere
    ? { kind: 'honoured', rate: { yes: 1, of: 1, ...wilson(1, 1) } }
    : { kind: 'accepted', because: 'the call does not have the property under its name' };
}

/** Returns whether the arguments of the first call match the schema, or why this is unknown. */
function keeps({ turn }: Reading, schema: JsonObject): boolean | string {
  const [call] = turn.calls;
  if (call === undefined) return NO_CALL;
  if (call.json === undefined) return NO_JSON;
  const compiled = compileSchema(schema);
  if ('problem' in compiled) return compiled.problem;
  const violations = compiled.validate(call.json);
  return 'problem' in violations ? violations.problem : violations.length === 0;
}

const NO_JSON = 'the arguments of the call are no JSON';

function trialOf(id: string, parameters: JsonObject, says: string, strict: boolean): Trial {
  const prompt = `Call the tool record once, with value ${says}. Use exactly this value, and say nothing else.`;
  const record = tool('record', { description: 'Records a value.', parameters, strict });
  return {
    id,
    sample: 1,
    scenario: smallScenario({ id, prompt, tools: [record], maxTokens: 1024 }),
  };
}

/** Returns true when the dialect encodes a strict tool differently. */
function knowsStrict(dialect: AnyDialect): boolean {
  const bodyWith = (strict: boolean) =>
    jsonText(requestBodyOf(trialOf('schemas/control', plainSchema('text', false), '', strict), dialect));
  return bodyWith(true) !== bodyWith(false);
}
