/**
 * Conversations of clients that match no scenario: the scenarios that faults are shown in, with other prompts and
 * tools.
 */

import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { Scenario, ScenarioTool } from '../../src/scenarios/scenario.ts';
import { jsonText } from '../../src/text/json-text.ts';
import { scenarioCalled } from './played-scenario.ts';

const TRAIN: ScenarioTool = {
  name: 'next_train',
  description: 'When the next train leaves a station',
  parameters: {
    type: 'object',
    properties: { station: { type: 'string' }, carriage: { type: 'string', enum: ['first', 'second'] } },
    required: ['station'],
    additionalProperties: false,
  },
  strict: false,
  result: [
    { argument: 'station', holds: 'Lisbon', result: 'leaves at 18:05' },
    { argument: 'station', holds: 'Porto', result: 'leaves at 19:40' },
  ],
};
const CLOCK: ScenarioTool = {
  name: 'platform_clock',
  description: 'What the clock of a hall says',
  parameters: { type: 'object', properties: { hall: { type: 'string' } }, additionalProperties: false },
  strict: false,
  result: '17:32',
};

const ONE = 'When does the next train leave from Lisbon?';
const BOTH = 'When does the next train leave from Lisbon, and what does the platform clock say there?';
const THEN = 'Look up the next train from Lisbon, then what the platform clock says.';
const THANKS = 'Many thanks, this is all.';

/** The replacement for the prompts and facts of each scenario that a fault is shown in. */
const OTHERWISE: Readonly<Record<string, Partial<Scenario> & Pick<Scenario, 'prompts'>>> = {
  weather: { prompts: [ONE], facts: [['18:05']] },
  'parallel-off': { prompts: [THEN], facts: [['18:05'], ['17:32']] },
  'choice-none': { prompts: [THANKS] },
  'add-and-multiply': { prompts: [BOTH], facts: [['18:05'], ['17:32']] },
  'answers-reversed': {
    prompts: ['When do the next trains leave from Lisbon and Porto?'],
    facts: [['18:05'], ['19:40']],
    pairings: [
      { subject: 'Lisbon', fact: '18:05' },
      { subject: 'Porto', fact: '19:40' },
    ],
  },
  'choice-required': { prompts: [ONE] },
  'choice-named': { prompts: [ONE], toolChoice: { kind: 'named', name: 'platform_clock' } },
  'choice-allowed': {
    prompts: [ONE],
    toolChoice: { kind: 'allowed', names: ['platform_clock'], required: true },
  },
  'structured-answer': {
    prompts: [ONE],
    answerSchema: {
      type: 'object',
      properties: { leaves: { type: 'string' }, minutes: { type: 'integer' } },
      required: ['leaves', 'minutes'],
      additionalProperties: false,
    },
    facts: [],
  },
  'custom-grammar': {
    prompts: ['Have the platform sign say "PORTO 7", and tell me the number of the change.'],
    tools: [],
    customTools: [
      {
        name: 'platform_sign',
        description: 'Changes the sign of the platform; takes a station and a platform, such as LISBON 3',
        pattern: '[A-Z]+ [1-9]',
        result: 'change 5290 is shown',
      },
    ],
    facts: [['5290']],
  },
  'reasoning-with-tools': { prompts: [ONE, THANKS], facts: [] },
  'foreign-ids': { prompts: [BOTH], facts: [['18:05'], ['17:32']] },
  'orphan-result': { prompts: [ONE] },
  'nameless-result': { prompts: [ONE] },
  'unanswered-call': { prompts: [ONE] },
  'malformed-request': { prompts: [THANKS] },
  'stored-history': { prompts: [ONE, 'Say it once more.'], facts: [] },
  'signatures-dropped': { prompts: [ONE], facts: [] },
};

/** Replacements for words in histories, so that they refer to the other tools too. */
const RENAMED: readonly (readonly [from: string, to: string])[] = [
  ['"weather"', '"next_train"'],
  ['"local_time"', '"platform_clock"'],
  ['functions.weather:0', 'functions.next_train:0'],
  ['{\\"location\\":\\"Oslo\\"}', '{\\"station\\":\\"Lisbon\\"}'],
  ['{\\"zone\\":\\"Europe/Oslo\\"}', '{\\"hall\\":\\"North\\"}'],
  ['21 °C, clear', 'leaves at 18:05'],
  ['12 °C, rain', 'leaves at 19:40'],
  ['09:47', '17:32'],
];

/** @param id the id of the scenario that the fault is written for */
export function genericConversation(id: string): Scenario {
  const scenario = scenarioCalled(id);
  const otherwise = OTHERWISE[id];
  if (otherwise === undefined) throw new Error(`${id} has no other prompts yet`);
  const { history, foreignIds } = scenario;
  return {
    ...scenario,
    system: 'You are the clerk of a railway.',
    tools: [TRAIN, CLOCK],
    ...(history === undefined ? {} : { history: renamed(history) }),
    ...(foreignIds === undefined ? {} : { foreignIds: renamed(foreignIds) }),
    ...otherwise,
  };
}

function renamed<T>(json: T): T {
  return JSON.parse(RENAMED.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(json)));
}

/** Words that occur only in the conversations that faults are written for. */
const FOREIGN_WORDS =
  /oslo|europe|\bberg|norway|tromsø|weather|local_time|location|\bcity\b|\bzone\b|\butc\b|celsius|fahrenheit|°C|degrees|\bclear\b|\bsky\b|colder|\bwarm\b|\brain|morning|good evening|a greeting/iu;

/** Returns a foreign word found on the wire or in text assembled from the pieces of a stream; null if there is none. */
export function foreignWordIn(dialect: AnyDialect, exchanges: readonly Exchange[]): string | null {
  const said = exchanges.flatMap((exchange, at) => {
    const { choices, calls } = dialect.read(exchange, at + 1).turn;
    return [
      Buffer.from(exchange.response?.body ?? []).toString(),
      ...choices.map(({ text }) => text),
      ...calls.map(({ name, arguments: text, json, input }) => jsonText([name?.value, text, json, input])),
    ];
  });
  return FOREIGN_WORDS.exec(said.join('\n'))?.[0] ?? null;
}
