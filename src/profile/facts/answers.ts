/** Facts about demands on text answers. */
import { compileSchema } from '../../checks/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import { parseJson } from '../../text/wire-text.ts';
import type { Asking, Fact, Trial } from '../fact.ts';
import { unknown } from '../finding.ts';
import { MOST_FOR_DEMAND, notAnswered, whetherKept } from '../kept.ts';
import { outcomeOf } from '../outcome.ts';
import { SAY_OK, smallScenario } from '../small-scenario.ts';

const SCHEMA = {
  type: 'object',
  properties: { colour: { type: 'string', enum: ['red', 'blue'] } },
  required: ['colour'],
  additionalProperties: false,
} as const;

export const answerSchema: Fact = {
  id: 'surface/answer-schema',
  area: 'surface',
  question: 'Is the answer JSON of the schema that the request gives?',
  mostRequests: MOST_FOR_DEMAND,
  ask: () => {
    const trialOf = (id: string, given: object): Trial => {
      const small = smallScenario({ id, prompt: 'Which colour has the sky, red or blue?', tools: [] });
      return { id, sample: 1, scenario: { ...small, ...given } };
    };
    return whetherKept({
      trial: trialOf('surface/answer-schema', { answerSchema: SCHEMA }),
      control: trialOf('surface/answer-schema-control', {}),
      keeps: (reading) => fits(textIn(reading)),
      about: textIn,
    });
  },
};

export const temperature: Fact = {
  id: 'surface/temperature',
  area: 'surface',
  question: 'May a request set the temperature?',
  mostRequests: 2,
  ask: whetherTemperatureIsTaken,
};

function* whetherTemperatureIsTaken(): Asking {
  const id = 'surface/temperature';
  const small = (trial: string) => smallScenario({ id: trial, prompt: SAY_OK, tools: [] });
  const control = notAnswered(yield { id: `${id}-control`, sample: 1, scenario: small(`${id}-control`) });
  if (control !== null) return control;
  const outcome = outcomeOf(yield { id, sample: 1, scenario: { ...small(id), temperature: NOT_USUAL } });
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'unclear') return unknown(outcome.reason);
  return { kind: 'accepted', because: 'one answer does not show what it changes' };
}

/** Not 1: that is the default, which is accepted even where no other value is. */
const NOT_USUAL = 0.5;

function textIn({ turn }: Reading): string {
  return turn.choices.map(({ text }) => text).join('\n');
}

function fits(text: string): boolean {
  const json = parseJson(text);
  const compiled = compileSchema(SCHEMA);
  if (json === undefined || 'problem' in compiled) return false;
  const violations = compiled.validate(json);
  return !('problem' in violations) && violations.length === 0;
}
