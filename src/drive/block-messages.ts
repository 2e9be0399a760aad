/** Messages of dialects whose tool results are blocks of a user message: consecutive results share one message. */
import type { Scenario, ScenarioCall, ScenarioMessage } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';

/** How the dialect writes the parts of a message. */
export interface BlockWords {
  prompt(text: string): Json;
  text(text: string): JsonObject;
  call(call: ScenarioCall): JsonObject;
  /** @param id of the call that it answers; null when there is none */
  result(id: Json, text: string): JsonObject;
}

/** Returns the first prompt of a scenario and the history after it; the system prompt is not part of the messages. */
export function openingInBlocks({ prompts: [prompt], history = [] }: Scenario, words: BlockWords): Json[] {
  const messages: Json[] = [words.prompt(prompt)];
  for (let at = 0; at < history.length; ) {
    const end = history.findIndex(({ role }, next) => next > at && role !== 'tool');
    const run = history[at]?.role === 'tool' ? history.slice(at, end === -1 ? undefined : end) : [];
    const message = history[at];
    if (run.length > 0) messages.push({ role: 'user', content: run.map((each) => resultOf(each, words)) });
    else if (message !== undefined) messages.push(messageOf(message, words));
    at += Math.max(run.length, 1);
  }
  return messages;
}

function messageOf(message: ScenarioMessage, words: BlockWords): Json {
  switch (message.role) {
    case 'user':
      return words.prompt(message.text);
    case 'assistant': {
      const text = message.text === undefined ? [] : [words.text(message.text)];
      return { role: 'assistant', content: [...text, ...(message.calls ?? []).map(words.call)] };
    }
    case 'tool':
      return { role: 'user', content: [resultOf(message, words)] };
  }
}

function resultOf(message: ScenarioMessage, { result }: BlockWords): JsonObject {
  return result(message.role === 'tool' ? message.answers : null, message.text ?? '');
}
