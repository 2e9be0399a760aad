/** Facts about whether an endpoint obeys the settings for calls in a request. */
import type { Reading } from '../../reading/reading.ts';
import { whyNotHeld } from '../../scenarios/held.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Fact, Trial } from '../fact.ts';
import { MOST_FOR_DEMAND, whetherKept } from '../kept.ts';
import { lacking } from '../lacking.ts';
import { smallScenario, tool } from '../small-scenario.ts';

interface Choice extends Pick<Scenario, 'toolChoice' | 'parallelCalls' | 'needs'> {
  readonly question: string;
  readonly prompt: string;
  readonly keeps: (names: readonly unknown[]) => boolean;
}

const WEATHER = 'What is the weather in Oslo? Call weather once, and say nothing else.';

/** Keyed by the part of the fact's id after `surface/`. */
const CHOICES: Readonly<Record<string, Choice>> = {
  'choice-required': {
    question: 'Is a call made where tool_choice requires one?',
    prompt: 'Say good morning.',
    toolChoice: { kind: 'required' },
    needs: ['tool-choice-forced'],
    keeps: (names) => names.length > 0,
  },
  'choice-none': {
    question: 'Is no call made where tool_choice forbids them?',
    prompt: WEATHER,
    toolChoice: { kind: 'none' },
    needs: ['tool-choice-none'],
    keeps: (names) => names.length === 0,
  },
  'choice-named': {
    question: 'Is the tool called that tool_choice names?',
    prompt: WEATHER,
    toolChoice: { kind: 'named', name: 'local_time' },
    needs: ['tool-choice-forced'],
    keeps: (names) => names.length > 0 && names.every((name) => name === 'local_time'),
  },
  'choice-allowed': {
    question: 'Are only those tools called that a list allows?',
    prompt: WEATHER,
    toolChoice: { kind: 'allowed', names: ['local_time'], required: false },
    needs: ['allowed-tools'],
    keeps: (names) => names.every((name) => name === 'local_time'),
  },
  'parallel-off': {
    question: 'Does one call come at a time where several at once are forbidden?',
    prompt: 'What is the weather in Oslo and Lima? Call weather once for each, both at once.',
    parallelCalls: false,
    needs: ['parallel-tool-calls-off'],
    keeps: (names) => names.length <= 1,
  },
};

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const;
const TOOLS = [
  tool('weather', { description: 'The current weather in a city.', parameters: CITY }),
  tool('local_time', { description: 'The time of day in a city.', parameters: CITY }),
];

export const choices: readonly Fact[] = Object.entries(CHOICES).map(([name, choice]) => {
  const { question, prompt, keeps, ...field } = choice;
  const id = `surface/${name}`;
  const trialOf = (trial: string, given: Partial<Scenario>): Trial => {
    const small = smallScenario({ id: trial, prompt, tools: TOOLS, maxTokens: 1024 });
    return { id: trial, sample: 1, scenario: { ...small, ...given } };
  };
  return {
    id,
    area: 'surface',
    question,
    mostRequests: MOST_FOR_DEMAND,
    ask: (dialect) => {
      const trial = trialOf(id, field);
      const lacks = whyNotHeld(dialect, trial.scenario);
      if (lacks !== null) return lacking(lacks);
      return whetherKept({
        trial,
        control: trialOf(`${id}-control`, {}),
        keeps: (reading) => keeps(calledIn(reading)),
        about: (reading) => calledIn(reading).join(' '),
      });
    },
  };
});

function calledIn({ turn }: Reading): unknown[] {
  return turn.calls.map(({ name }) => name?.value);
}
