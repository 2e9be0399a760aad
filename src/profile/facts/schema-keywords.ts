/** Which keywords of JSON Schema an endpoint refuses, honours or ignores, strict and not. */

import { compileSchema } from '../../checks/schema.ts';
import type { AnyDialect } from '../../dialects/catalogue.ts';
import type { Reading } from '../../reading/reading.ts';
import { wilson } from '../../results/rates.ts';
import { isObject, type JsonObject } from '../../text/json.ts';
import { canonicalText, jsonText } from '../../text/json-text.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { type Finding, unknown } from '../finding.ts';
import { KEYWORDS, type Keyword, plainSchema, schemaOf, TEMPTATIONS } from '../keywords.ts';
import { outcomeOf } from '../outcome.ts';
import { smallScenario, tool } from '../small-scenario.ts';
import { requestBodyOf } from '../trial-request.ts';

/** How often the same request is sent where its answer is sampled. */
const SAMPLES = 3;

export const schemaKeywords: readonly Fact[] = KEYWORDS.flatMap((keyword) => [
  factOf(keyword, false),
  factOf(keyword, true),
]);

function factOf(keyword: Keyword, strict: boolean): Fact {
  const { name, what } = keyword;
  return {
    id: `schemas/${name}${strict ? '-strict' : ''}`,
    area: 'schemas',
    question: `What becomes of ${what} in the schema of a ${strict ? 'strict tool' : 'tool'}?`,
    mostRequests: keyword.tempts === null ? 2 : SAMPLES + 1,
    ask: (dialect) => askOf(keyword, strict, dialect),
  };
}

function* askOf(keyword: Keyword, strict: boolean, dialect: AnyDialect): Asking {
  if (strict && !knowsStrict(dialect))
    return { kind: 'not-applicable', reason: `${dialect.name} has no field for strict schemas` };
  const { tempts, name } = keyword;
  const end = strict ? '-strict' : '';
  const { says } = TEMPTATIONS[tempts ?? 'text'];
  const schema = schemaOf(keyword, strict);
  const control = yield trialOf(
    `schemas/control-${tempts ?? 'text'}${end}`,
    plainSchema(tempts ?? 'text', strict),
    says,
    strict,
  );
  const before = outcomeOf(control);
  if (before.kind === 'unclear') return unknown(before.reason);
  if (before.kind === 'refused')
    return unknown(
      `the same request with a plain schema is refused too (HTTP ${before.status}: ${before.said})`,
    );

  let [yes, of] = [0, 0];
  let differs = false;
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    const reading = yield {
      ...trialOf(`schemas/${name}${end}`, schema, keyword.says ?? says, strict),
      sample,
    };
    const outcome = outcomeOf(reading);
    if (outcome.kind === 'refused' && sample === 1) return outcome;
    if (outcome.kind !== 'answered') {
      if (of === 0) return unknown(outcome.kind === 'unclear' ? outcome.reason : outcome.said);
      break;
    }
    if (tempts === null) return accepted(reading, keyword);
    const isTempted = keeps(control, schema);
    if (isTempted === null) return { kind: 'accepted', because: NO_CALL };
    if (isTempted) return { kind: 'accepted', because: NOT_TEMPTED };
    const kept = keeps(reading, schema);
    if (kept !== null) of += 1;
    if (kept === true) yes += 1;
    if (kept === false && argumentsIn(reading) !== argumentsIn(control)) differs = true;
  }
  if (of === 0) return { kind: 'accepted', because: NO_CALL };
  // Whatever made the difference, it may have been the keyword.
  if (yes === 0 && differs) return { kind: 'accepted', because: BROKEN_OTHERWISE };
  return rateFound(yes, of);
}

const NOT_TEMPTED = 'with a plain schema the arguments keep to it too, so that an effect cannot be seen';
const BROKEN_OTHERWISE = 'the arguments break it, but are not those of a plain schema';
const NO_CALL = 'the model made no call';

function rateFound(yes: number, of: number): Finding {
  const kind = yes === of ? 'honoured' : yes === 0 ? 'ignored' : 'rate';
  return { kind, rate: { yes, of, ...wilson(yes, of) } };
}

function accepted({ turn }: Reading, { property }: Keyword): Finding {
  const [call] = turn.calls;
  if (call === undefined) return { kind: 'accepted', because: NO_CALL };
  if (property === undefined) return { kind: 'accepted', because: 'it forbids nothing that could be seen' };
  const isThere = isObject(call.json) && Object.hasOwn(call.json, property);
  return isThere
    ? { kind: 'honoured', rate: { yes: 1, of: 1, ...wilson(1, 1) } }
    : { kind: 'accepted', because: 'the call does not have the property under its name' };
}

/** Whether the arguments of the first call keep to the schema; null where there is no call to look at. */
function keeps({ turn }: Reading, schema: JsonObject): boolean | null {
  const [call] = turn.calls;
  if (call === undefined || call.json === undefined) return null;
  const compiled = compileSchema(schema);
  if ('problem' in compiled) return null;
  const violations = compiled.validate(call.json);
  return 'problem' in violations ? null : violations.length === 0;
}

function argumentsIn({ turn }: Reading): string {
  return canonicalText(turn.calls[0]?.json);
}

function trialOf(id: string, parameters: JsonObject, says: string, strict: boolean): Trial {
  const prompt = `Call the tool record once, with value ${says}. Use exactly this value, and say nothing else.`;
  const record = tool('record', { description: 'Records a value.', parameters, strict });
  return {
    id,
    sample: 1,
    scenario: smallScenario({ id, prompt, tools: [record], maxTokens: 1024 }),
  };
}

/** Whether a strict tool makes another request than one that is not. */
function knowsStrict(dialect: AnyDialect): boolean {
  const bodyWith = (strict: boolean) =>
    jsonText(requestBodyOf(trialOf('schemas/control', plainSchema('text', false), '', strict), dialect));
  return bodyWith(true) !== bodyWith(false);
}
