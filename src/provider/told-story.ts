/** Describes the content of a conversation with the reference provider, so that faults can be shown in its words. */
import type { Answer, AnsweredCall } from '../answers/answer.ts';
import type { AskedRequest } from '../answers/asked-request.ts';
import { Retelling, type Story } from '../answers/story.ts';
import type { Pairing, ScenarioKnowledge } from '../judge/check.ts';
import { type Dialogue, isAnswer } from '../proof/dialogue.ts';
import { TIME_CALL, WEATHER_CALL } from '../proof/dialogue-parts.ts';
import { matterOf } from '../reading/refusal-matter.ts';
import type { SaidCall } from '../scenarios/script.ts';
import { isObject, type Json } from '../text/json.ts';
import { possibleCalls, type Result, resultsIn, sinceLastWords } from './improvised.ts';
import type { Turn } from './turn.ts';

/** @param answer the answer without a fault */
export function storyOf(request: AskedRequest, answer: Answer): Story {
  const made = answer.calls ?? [];
  const possible = possibleCalls(request)
    .filter(({ name }) => !made.some((call) => call.name === name))
    .map((call): AnsweredCall => ({ id: '', name: call.name, ...writtenOf(call) }));
  const calls = [...made, ...possible];
  const first = request.tools.find(({ name }) => name === calls[0]?.name);
  return {
    answer,
    calls,
    option: optionIn(first?.parameters),
    facts: factsIn(resultsIn(sinceLastWords(request.messages)), answer.text ?? ''),
  };
}

/** The maximum number of results that are considered: all results of the dialogues, and a few more. */
const MOST_FACTS = 8;

/** Returns the part of each result that the answer repeats: its longest number in the answer, or the whole result. */
function factsIn(results: readonly Result[], said: string): Pairing[] {
  return results.slice(0, MOST_FACTS).flatMap(({ about, text }) => {
    const numbers = text.match(/\d+(?:[.:,]\d+)*/gu) ?? [];
    const longest = numbers.toSorted((one, other) => other.length - one.length);
    const fact = [...longest, text].find((each) => each !== '' && said.includes(each));
    return fact === undefined ? [] : [{ subject: about, fact }];
  });
}

/**
 * Returns what a scenario would know about the conversation.
 *
 * @param foreignIds the ids in its history that this provider did not issue
 */
export function knowledgeIn(
  { story: { facts }, reading }: Turn,
  foreignIds: readonly string[],
): ScenarioKnowledge {
  const isToldApart = (of: readonly string[]) => of.length > 1 && new Set(of).size === of.length;
  const arePaired =
    isToldApart(facts.map(({ subject }) => subject)) && isToldApart(facts.map(({ fact }) => fact));
  const { standing } = reading;
  const matter = standing.kind === 'refused' ? matterOf(standing.said) : null;
  return {
    facts: facts.map(({ fact }) => [fact]),
    ...(arePaired ? { pairings: facts } : {}),
    ...(foreignIds.length === 0 ? {} : { foreignIds }),
    ...(matter === 'signatures' || matter === 'reasoning' ? { dropsSignatures: true } : {}),
  };
}

/** Returns the input of a call as text, as on the wire. */
export function writtenOf(call: SaidCall): Pick<AnsweredCall, 'arguments' | 'isCustom'> {
  return 'input' in call
    ? { arguments: call.input, isCustom: true }
    : { arguments: JSON.stringify(call.arguments) };
}

/** Returns the first argument whose schema is an enum of texts, with the first value of the enum. */
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

/**
 * Returns the retelling that rewords texts written for an answer of a dialogue for another conversation.
 *
 * @param place the index of the answer, from 0
 */
export function retold({ turns, scenario }: Dialogue, place: number, own: Story): Retelling {
  const their = turns[place] ?? turns.at(-1);
  const answer = their !== undefined && isAnswer(their) ? their : null;
  const calls = [WEATHER_CALL, TIME_CALL];
  const facts =
    scenario?.facts.flatMap(([fact]) => (fact === undefined ? [] : [{ subject: '', fact }])) ?? [];
  return new Retelling({ answer, calls, option: { name: 'unit', value: 'celsius' }, facts }, own);
}
