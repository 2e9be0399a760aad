/** The history that contract facts alter: two calls that the endpoint itself made, and their results. */
import type { AnyDialect } from '../../dialects/catalogue.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { isObject, type Json } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { CODE_WORD_TOOL, CODE_WORDS, CODE_WORDS_PROMPT } from '../code-words.ts';
import type { Trial } from '../fact.ts';
import { outcomeOf } from '../outcome.ts';
import { smallScenario } from '../small-scenario.ts';

export interface Base {
  readonly dialect: AnyDialect;
  readonly scenario: Scenario;
  /** The answer with the calls. */
  readonly answer: Reading;
}

/**
 * Asks for two calls with reasoning. If this brings no call, asks again without reasoning.
 *
 * @returns the base, or why there is no history to alter
 */
export function* baseOf(dialect: AnyDialect): Generator<Trial, Base | string, Reading> {
  const thinking = yield* callsOf(dialect, true);
  if (typeof thinking !== 'string') return thinking;
  const plain = yield* callsOf(dialect, false);
  return typeof plain === 'string' ? thinking : plain;
}

function* callsOf(dialect: AnyDialect, reasoning: boolean): Generator<Trial, Base | string, Reading> {
  const id = `contract/base${reasoning ? '' : '-plain'}`;
  const scenario = smallScenario({ id, ...ASKED, ...(reasoning ? { reasoning } : {}) });
  const answer = yield { id, sample: 1, scenario };
  const outcome = outcomeOf(answer);
  if (outcome.kind === 'unclear') return outcome.reason;
  if (outcome.kind === 'refused')
    return `the request that asks for calls is refused (HTTP ${outcome.status}: ${outcome.said})`;
  if (answer.cutOff) return 'the answer with the calls was cut off';
  return answer.turn.calls.length > 0 ? { dialect, scenario, answer } : 'the model made no call';
}

const ASKED = { prompt: CODE_WORDS_PROMPT, tools: [CODE_WORD_TOOL], maxTokens: 2048 };

/** Returns the results of the calls, in the order of the calls. */
export function resultsOf({ answer }: Base) {
  return answer.turn.calls.map((call) => ({ call, text: wordFor(call.json) }));
}

function wordFor(given: Json): string {
  const city = isObject(given) ? given['city'] : undefined;
  const [, word = 'unknown'] =
    Object.entries(CODE_WORDS).find(([name]) => typeof city === 'string' && city.includes(name)) ?? [];
  return word;
}

/** Returns the unaltered history. */
export function unaltered(base: Base): Json[] {
  const { dialect, scenario, answer } = base;
  return [
    ...dialect.openingMessages(scenario),
    ...dialect.answerMessages(answer),
    ...dialect.resultMessages(resultsOf(base)),
  ];
}

/** Returns true when the answer repeats each code word of its history. */
export function saysFacts({ turn }: Reading, history: readonly Json[]): boolean {
  const said = turn.choices.map(({ text }) => text.toLowerCase()).join('\n');
  const known = jsonText(history);
  return Object.values(CODE_WORDS).every((word) => said.includes(word) || !known.includes(word));
}
