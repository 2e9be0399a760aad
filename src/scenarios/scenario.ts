/** A scenario is data: a scripted tool-calling conversation, and what must come back. */
import type { Pairing, ScenarioKnowledge } from '../judge/check.ts';
import type { ToolChoice } from '../reading/reading.ts';
import type { OptionalFeature } from '../reading/refusal-matter.ts';
import type { JsonObject } from '../text/json.ts';
import type { Hosted, Move } from './script.ts';

/** What a tool returns when an argument has a value; of several the first that fits. */
export interface ResultFor {
  readonly argument: string;
  /** Compared without case, as a part of the argument's text. */
  readonly holds: string;
  readonly result: string;
}

/** A file that a result holds besides its text. */
export interface ScenarioFile {
  readonly name: string;
  /** A PNG image, or a PDF file. */
  readonly kind: 'image' | 'pdf';
  readonly base64: string;
}

export interface ScenarioTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  readonly strict: boolean;
  /** What the tool returns, whatever its arguments, or by its arguments. */
  readonly result: string | readonly ResultFor[];
  readonly file?: ScenarioFile;
  /** It is not loaded until the model has searched for it. */
  readonly deferred?: true;
  /** Code of the model calls it, and not the model itself. */
  readonly calledByCode?: true;
}

/** A tool that takes free text instead of arguments. */
export interface CustomTool {
  readonly name: string;
  readonly description: string;
  /** A regular expression that the whole text fits, which the server makes the model keep to; null for any text. */
  readonly pattern: string | null;
  readonly result: string;
}

/** One message of a history that a scenario brings along, in the words of no dialect. */
export type ScenarioMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text?: string; readonly calls?: readonly ScenarioCall[] }
  /** `answers` is the id of the call; null names none. */
  | { readonly role: 'tool'; readonly answers: string | null; readonly text: string };

export interface ScenarioCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** What makes a request one that a provider must refuse. */
export type Defect = 'unknown-model' | 'malformed';

/** What a scenario needs that not every dialect has a field for. */
export type Need =
  | 'stored-history'
  | 'allowed-tools'
  | 'parallel-tool-calls-off'
  | 'tool-choice-none'
  | 'tool-choice-forced'
  | 'forced-choice-while-thinking'
  | 'signatures'
  | 'web-search'
  | 'code-execution'
  | 'programmatic-calls'
  | 'tool-search'
  | 'custom-tools'
  | 'image-results'
  | 'file-results';

/** What a dialect has no field for, with the reason. */
export type Lacks = Readonly<Partial<Record<Need, string>>>;

export interface Scenario {
  /** Permanent: it is part of verdict keys and of cassette paths. */
  readonly id: string;
  readonly title: string;
  /** Where it stands in reports: a number that no other scenario has. */
  readonly order: number;
  /** The checks that it is there for, as ids or whole families (`usage/*`). */
  readonly checks: readonly string[];
  readonly system: string;
  /** What the user asks, one prompt after the other: the next follows when the model has answered the one before. */
  readonly prompts: readonly [string, ...string[]];
  /** Messages that stand between the first prompt and the first answer. */
  readonly history?: readonly ScenarioMessage[];
  readonly tools: readonly ScenarioTool[];
  readonly customTools?: readonly CustomTool[];
  /** The tool that the provider runs itself. */
  readonly hosted?: Hosted;
  /** JSON Schema of the answers that call nothing; any text where it is absent. */
  readonly answerSchema?: JsonObject;
  /** `auto` by default. */
  readonly toolChoice?: ToolChoice;
  /** False forbids several calls at once. */
  readonly parallelCalls?: false;
  /** The scenario is only held in dialects that do not lack these. */
  readonly needs?: readonly Need[];
  /** The server keeps the history, and later requests name it instead of repeating it. */
  readonly storedHistory?: true;
  /** The client leaves signatures and encrypted thoughts out of the history. */
  readonly dropsSignatures?: true;
  /** Asks the model to think, where the dialect has a field for it. */
  readonly reasoning?: true;
  /** Asks for the prompt to be cached, where that has to be asked for. */
  readonly cachesPrompt?: true;
  readonly defect?: Defect;
  /** Results go back in the reverse order of the calls. */
  readonly reversed?: true;
  /** The client hangs up on the first answer after this many bytes, then sends the same request again. */
  readonly hangUpAfter?: number;
  /** How many conversations run at the same time, each a sample of its own; `{secret}` is another word in each. */
  readonly copies?: number;
  /** The most tokens that one answer may take. */
  readonly maxTokens: number;
  /** That of the provider where it is absent. */
  readonly temperature?: number;
  /** The most requests that the conversation may take. */
  readonly maxTurns: number;
  /** What the last answer must say: for each fact the spellings that count. `{secret}` stands for the copy's word. */
  readonly facts: readonly (readonly string[])[];
  readonly pairings?: readonly Pairing[];
  /** The ids in the history that another provider issued. */
  readonly foreignIds?: readonly string[];
  /** What the reference provider says, answer by answer; absent where it must refuse. */
  readonly script?: readonly Move[];
}

/** Whether a provider that refuses the scenario's request does what the scenario asks for. */
export function invitesRefusal({ defect, checks }: Pick<Scenario, 'defect' | 'checks'>): boolean {
  return defect !== undefined || checks.some((check) => REFUSALS_ASKED_FOR.has(check));
}

/** What the judge is told of a scenario. */
export function knowledgeOf(scenario: Scenario): ScenarioKnowledge {
  const { facts, pairings, foreignIds, dropsSignatures } = scenario;
  const optional = optionalIn(scenario);
  return {
    facts,
    ...(pairings === undefined ? {} : { pairings }),
    ...(foreignIds === undefined ? {} : { foreignIds }),
    ...(dropsSignatures === undefined ? {} : { dropsSignatures }),
    ...(optional.length === 0 ? {} : { optional }),
    ...(invitesRefusal(scenario) ? { invitesRefusal: true } : {}),
  };
}

/** What the scenario asks for that a provider need not have. */
export function optionalIn({
  toolChoice,
  parallelCalls,
  reasoning,
  cachesPrompt,
  tools,
  customTools,
  answerSchema,
  hosted,
}: Pick<
  Scenario,
  | 'toolChoice'
  | 'parallelCalls'
  | 'reasoning'
  | 'cachesPrompt'
  | 'tools'
  | 'customTools'
  | 'answerSchema'
  | 'hosted'
>): OptionalFeature[] {
  return [
    ...(toolChoice === undefined || toolChoice.kind === 'auto' ? [] : (['tool choice'] as const)),
    ...(parallelCalls === undefined ? [] : (['parallel calls'] as const)),
    ...(reasoning === undefined ? [] : (['reasoning'] as const)),
    ...(cachesPrompt === undefined ? [] : (['prompt cache'] as const)),
    ...(tools.every(({ file }) => file === undefined) ? [] : (['files in results'] as const)),
    ...(answerSchema === undefined ? [] : (['answer schema'] as const)),
    ...(hosted === undefined ? [] : (['hosted tools'] as const)),
    ...(customTools === undefined ? [] : (['custom tools'] as const)),
  ];
}

/** Whether a refusal says how a provider keeps a rule of the scenario, as one of ids that others issued does. */
export function mayBeRefused(scenario: Pick<Scenario, 'defect' | 'checks'>): boolean {
  return invitesRefusal(scenario) || scenario.checks.includes('roundtrip/foreign-id');
}

const REFUSALS_ASKED_FOR: ReadonlySet<string> = new Set([
  'roundtrip/orphan-rejected',
  'roundtrip/unanswered-rejected',
]);

/** Unguessable, and no word of any language: a fact that can only come from the result. */
const SECRETS = [
  'quorvel',
  'zimbrath',
  'ploxendry',
  'vastumire',
  'ketrivane',
  'juxwold',
  'morfenth',
  'daskrillo',
];

/** The numbers of the copies that run at the same time, from 1; most scenarios have one. */
export function copiesOf({ copies = 1 }: Scenario): number[] {
  return Array.from({ length: copies }, (_, index) => index + 1);
}

/** The scenario of one copy, with its own word instead of `{secret}`. @param sample from 1 */
export function copyOf(scenario: Scenario, sample: number): Scenario {
  const secret = SECRETS[(sample - 1) % SECRETS.length] ?? '';
  const fill = (text: string) => text.replaceAll('{secret}', secret);
  return {
    ...scenario,
    system: fill(scenario.system),
    tools: scenario.tools.map((tool) => ({
      ...tool,
      result:
        typeof tool.result === 'string'
          ? fill(tool.result)
          : tool.result.map((each) => ({ ...each, result: fill(each.result) })),
    })),
    facts: scenario.facts.map((spellings) => spellings.map(fill)),
  };
}
