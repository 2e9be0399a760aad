/** What a meddling gateway does to the bodies of requests and answers. */
import { isObject } from '../../src/text/json.ts';
import type { Meddling } from './small-gateway.ts';

type Draft = Record<string, unknown>;

/** Leaves a member out. */
export function without(name: string) {
  return ({ [name]: _, ...rest }: Draft): Draft => rest;
}

/** The objects of a list, empty where it is missing. */
export function listIn(json: Draft, name: string): Draft[] {
  const list = json[name];
  return Array.isArray(list) ? list.filter((item) => isObject(item)) : [];
}

/** The body of a request with other messages. */
export function withMessages(json: Draft, change: (messages: Draft[]) => Draft[]): Draft {
  return { ...json, messages: change(listIn(json, 'messages')) };
}

/** The body of a request with other functions in its tools. */
export function withFunctions(json: Draft, change: (called: Draft) => Draft): Draft {
  const tools = listIn(json, 'tools').map((tool) => ({
    ...tool,
    function: isObject(tool['function']) ? change({ ...tool['function'] }) : tool['function'],
  }));
  return { ...json, tools };
}

/** A message or a delta with other calls, where it calls. */
export function withCalls(said: Draft, change: (calls: Draft[]) => Draft[]): Draft {
  return 'tool_calls' in said ? { ...said, tool_calls: change(listIn(said, 'tool_calls')) } : said;
}

/** A call with other members of its function, where it has arguments. */
export function withFunction(call: Draft, members: Draft): Draft {
  const { function: called } = call;
  return isObject(called) && 'arguments' in called ? { ...call, function: { ...called, ...members } } : call;
}

/** The same change in both deliveries. */
export function inBodies(change: (json: Draft) => Draft): Meddling {
  return { answer: change, event: change };
}

/** The same change in every choice of both deliveries. */
export function inChoices(change: (choice: Draft) => Draft): Meddling {
  return inBodies((json) =>
    'choices' in json ? { ...json, choices: listIn(json, 'choices').map(change) } : json,
  );
}

/** The message of a choice, or what a chunk adds to it. */
export function inAnswers(change: (said: Draft) => Draft): Meddling {
  return inChoices((choice) => {
    const { message, delta } = choice;
    if (isObject(message)) return { ...choice, message: change({ ...message }) };
    return isObject(delta) ? { ...choice, delta: change({ ...delta }) } : choice;
  });
}

/** The same change in the usage of both deliveries. */
export function inUsage(change: (usage: Draft) => Draft): Meddling {
  return inBodies((json) => {
    const { usage } = json;
    return isObject(usage) ? { ...json, usage: change({ ...usage }) } : json;
  });
}

/** Empties a member of the blocks of thinking, in Messages. */
export function withoutOfThoughts(member: string) {
  return (json: Draft): Draft => ({
    ...json,
    content: listIn(json, 'content').map((block) =>
      block['type'] === 'thinking' ? { ...block, [member]: '' } : block,
    ),
  });
}
