/**
 * The model of the reference provider. It knows all scenarios, and finds its next turn from the history in the request.
 * It keeps no state between requests.
 */

import type { AskedMessage, AskedRequest, AskedTool } from '../answers/asked-request.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Said, SaidCall } from '../scenarios/script.ts';
import type { Json } from '../text/json.ts';
import { callOf, improvise } from './improvised.ts';
import { promptOf, spokenText } from './spoken-text.ts';

/** Returns the model's next output. It obeys tool_choice and parallel_tool_calls, even against its script. */
export function nextWords(request: AskedRequest): Said {
  const { messages } = request;
  const scenario = recognise({ system: messages[0]?.text, prompt: messages[1]?.text });
  const turn = answersIn(messages) - answersIn(scenario?.history ?? []);
  const said = scenario?.script?.[turn]?.(resultsOf(messages)) ?? improvise(request, toolsToChoose(request));
  const { served } = said;
  const tool = served?.kind === 'code-output' ? 'code' : served?.kind;
  const isServed = tool !== undefined && request.hosted?.includes(tool) === true;
  return {
    ...obey(said, request),
    ...thoughts(said, request),
    ...(isServed && served !== undefined ? { served } : {}),
  };
}

/** Returns the scenario with this system prompt and this first prompt, or null. */
export function recognise({ system, prompt }: { system: Json; prompt: Json }): Scenario | null {
  return SCENARIOS.find((each) => each.system === system && each.prompts[0] === prompt) ?? null;
}

/**
 * Counts the answers in a history. Consecutive assistant messages are one answer, because some dialects split answers.
 */
function answersIn(messages: readonly { readonly role: string }[]): number {
  const isOfAnswer = (at: number) => messages[at]?.role === 'assistant';
  return messages.filter((_, at) => isOfAnswer(at) && !isOfAnswer(at - 1)).length;
}

/** Returns the results of the calls, paired by id, in the order of the calls. */
function resultsOf(messages: readonly AskedMessage[]): string[] {
  const behind = new Map<string, string>();
  const results = messages.toReversed().map(({ calls, answers, text }) => {
    const own = calls.map(({ id }) => behind.get(id) ?? '');
    if (answers !== null) behind.set(answers, text);
    return own;
  });
  return results.reverse().flat();
}

function thoughts({ reasoning }: Said, request: AskedRequest): Pick<Said, 'reasoning'> {
  return request.reasoning ? { reasoning: reasoning ?? 'I read the script, and follow it.' } : {};
}

function obey({ text, calls = [] }: Said, request: AskedRequest): Said {
  const made = allowed(calls, request);
  const said = made.length === 0 ? (text ?? spokenText(request.messages)) : text;
  return {
    ...(said === undefined ? {} : { text: said }),
    ...(made.length === 0 ? {} : { calls: made }),
  };
}

/** Returns the calls that the request allows. When the request forces a call and none fits, makes one. */
function allowed(calls: readonly SaidCall[], request: AskedRequest): readonly SaidCall[] {
  const { tools, toolChoice, parallelCalls, mostCalls } = request;
  const choosable = toolsToChoose(request);
  const fitting = calls.filter(({ name }) => choosable.some((tool) => tool.name === name));
  const isForced =
    toolChoice.kind === 'required' ||
    toolChoice.kind === 'named' ||
    (toolChoice.kind === 'allowed' && toolChoice.required);
  const [first] = choosable;
  if (fitting.length === 0 && isForced && first !== undefined) {
    return [callOf(first, promptOf(request.messages))];
  }
  return parallelCalls || tools.length === 0 ? fitting.slice(0, mostCalls) : fitting.slice(0, 1);
}

function toolsToChoose({ tools, toolChoice }: AskedRequest): readonly AskedTool[] {
  switch (toolChoice.kind) {
    case 'none':
      return [];
    case 'named':
      return tools.filter(({ name }) => name === toolChoice.name);
    case 'allowed':
      return tools.filter(({ name }) => toolChoice.names.includes(name));
    default:
      return tools;
  }
}
