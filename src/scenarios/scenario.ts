/** A scenario is data: a scripted tool-calling conversation and its expected content. */
import type { Pairing, ScenarioKnowledge } from '../judge/check.ts';
import type { ToolChoice } from '../reading/reading.ts';
import type { OptionalFeature } from '../reading/refusal-matter.ts';
import type { JsonObject } from '../text/json.ts';
import type { Hosted, Move } from './script.ts';

/** The result of a tool for the value of an argument. The first match wins. */
export interface ResultFor {
  readonly argument: string;
  /** A part of the argument's text, compared without case. */
  readonly holds: string;
  readonly result: string;
}

/** A file in a result, in addition to its text. */
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
  /** The result of the tool: the same for all arguments, or by its arguments. */
  readonly result: string | readonly ResultFor[];
  readonly file?: ScenarioFile;
  /** The tool is loaded only after the model searches for it. */
  readonly deferred?: true;
  /** The tool is called by the model's code, not by the model itself. */
  readonly calledByCode?: true;
}

/** A tool that takes free text instead of arguments. */
export interface CustomTool {
  readonly name: string;
  readonly description: string;
  /** A regular expression that the server enforces on the whole text; null allows any text. */
  readonly pattern: string | null;
  readonly result: string;
}

/** One message of a scenario's history, in a form that is independent of the dialect. */
export type ScenarioMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text?: string; readonly calls?: readonly ScenarioCall[] }
  /** `answers` is the id of the call; null omits it. */
  | { readonly role: 'tool'; readonly answers: string | null; readonly text: string };

export interface ScenarioCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** A defect of a request, which a provider must refuse. */
export type Defect = 'unknown-model' | 'malformed';

/** What a scenario needs, when not every dialect has a field for it. */
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

/** The needs for which a dialect has no field, each with the reason. */
export type Lacks = Readonly<Partial<Record<Need, string>>>;

export interface Scenario {
  /** Permanent: it is part of verdict keys and of cassette paths. */
  readonly id: string;
  readonly title: string;
  /** The position in reports, a unique number. */
  readonly order: number;
  /** The checks that the scenario tests, as ids or whole families (`usage/*`). */
  readonly checks: readonly string[];
  readonly system: string;
  /** The user's prompts. Each follows when the model has answered the previous one. */
  readonly prompts: readonly [string, ...string[]];
  /** Messages between the first prompt and the first answer. */
  readonly history?: readonly ScenarioMessage[];
  readonly tools: readonly ScenarioTool[];
  readonly customTools?: readonly CustomTool[];
  /** The tool that the provider runs itself. */
  readonly hosted?: Hosted;
  /** JSON Schema of answers without calls; any text by default. */
  readonly answerSchema?: JsonObject;
  /** `auto` by default. */
  readonly toolChoice?: ToolChoice;
  /** False forbids several calls at once. */
  readonly parallelCalls?: false;
  /** The scenario is only run in dialects that do not lack these. */
  readonly needs?: readonly Need[];
  /** The server stores the history, and later requests name it instead of repeating it. */
  readonly storedHistory?: true;
  /** The client omits signatures and encrypted thoughts from the history. */
  readonly dropsSignatures?: true;
  /** Asks the model to think, if the dialect has a field for it. */
  readonly reasoning?: true;
  /** Asks for the prompt to be cached, if the dialect requires this to be requested. */
  readonly cachesPrompt?: true;
  readonly defect?: Defect;
  /** Results are sent in the reverse order of the calls. */
  readonly reversed?: true;
  /** The client hangs up after this number of bytes of the first answer, then sends the same request again. */
  readonly hangUpAfter?: number;
  /** The number of concurrent conversations, each its own sample. `{secret}` is a different word in each. */
  readonly copies?: number;
  /** The maximum number of tokens of one answer. */
  readonly maxTokens: number;
  /** The temperature; the provider's default when absent. */
  readonly temperature?: number;
  /** The maximum number of requests of the conversation. */
  readonly maxTurns: number;
  /**
   * What the last answer must contain: the accepted spellings of each fact. `{secret}` is replaced by the copy's word.
   */
  readonly facts: readonly (readonly string[])[];
  readonly pairings?: readonly Pairing[];
  /** The ids in the history that another provider issued. */
  readonly foreignIds?: readonly string[];
  /** The answers of the reference provider; absent when it must refuse. */
  readonly script?: readonly Move[];
}

/** Returns true when the scenario expects the provider to refuse its request. */
export function invitesRefusal({ defect, checks }: Pick<Scenario, 'defect' | 'checks'>): boolean {
  return defect !== undefined || checks.some((check) => REFUSALS_ASKED_FOR.has(check));
}

/** Returns what the judge knows about a scenario. */
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

/** Returns the optional features that the scenario uses. */
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

/** Returns true when a refusal is evidence about a rule of the scenario, such as the rule about foreign ids. */
export function mayBeRefused(scenario: Pick<Scenario, 'defect' | 'checks'>): boolean {
  return invitesRefusal(scenario) || scenario.checks.includes('roundtrip/foreign-id');
}

const REFUSALS_ASKED_FOR: ReadonlySet<string> = new Set([
  'roundtrip/orphan-rejected',
  'roundtrip/unanswered-rejected',
]);

/** Unguessable words of no language, so a fact with such a word can only come from the result. */
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

/** Returns the numbers of the concurrent copies, from 1. Most scenarios have one copy. */
export function copiesOf({ copies = 1 }: Scenario): number[] {
  return Array.from({ length: copies }, (_, index) => index + 1);
}

/**
 * Returns the scenario of one copy, with its own word instead of `{secret}`.
 *
 * @param sample the number of the copy, from 1
 */
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
