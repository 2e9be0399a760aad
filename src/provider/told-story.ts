/** What a conversation with the reference provider is about, so that faults can be told in its words. */
import type { Answer, AnsweredCall } from '../answers/answer.ts';
import type { AskedRequest } from '../answers/asked-request.ts';
import { Retelling, type Story } from '../answers/story.ts';
import { type Dialogue, isAnswer } from '../proof/dialogue.ts';
import { TIME_CALL, WEATHER_CALL } from '../proof/dialogue-parts.ts';
import type { SaidCall } from '../scenarios/script.ts';
import { isObject, type Json } from '../text/json.ts';
import { possibleCalls } from './improvised.ts';

/** @param answer as it is without a fault */
export function storyOf(request: AskedRequest, answer: Answer): Story {
  const made = answer.calls ?? [];
  const possible = possibleCalls(request)
    .filter(({ name }) => !made.some((call) => call.name === name))
    .map((call): AnsweredCall => ({ id: '', name: call.name, ...writtenOf(call) }));
  const calls = [...made, ...possible];
  const first = request.tools.find(({ name }) => name === calls[0]?.name);
  return { answer, calls, option: optionIn(first?.parameters) };
}

/** What a call gives its tool, as the wire has it. */
export function writtenOf(call: SaidCall): Pick<AnsweredCall, 'arguments' | 'isCustom'> {
  return 'input' in call
    ? { arguments: call.input, isCustom: true }
    : { arguments: JSON.stringify(call.arguments) };
}

/** The first argument that takes one of a list of texts. */
function optionIn(parameters: Json): Story['option'] {
  const properties =
    isObject(parameters) && isObject(parameters['properties']) ? parameters['properties'] : {};
  for (const [name, schema] of Object.entries(properties)) {
    const options = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
    const [value]: readonly Json[] = options;
    if (typeof value === 'string' && value !== '') return { name, value };
  }
  return null;
}

/** How what is written for an answer of a dialogue is said in another conversation. @param place of the answer, from 0 */
export function retold({ turns }: Dialogue, place: number, own: Story): Retelling {
  const their = turns[place] ?? turns.at(-1);
  const answer = their !== undefined && isAnswer(their) ? their : null;
  const calls = [WEATHER_CALL, TIME_CALL];
  return new Retelling({ answer, calls, option: { name: 'unit', value: 'celsius' } }, own);
}
