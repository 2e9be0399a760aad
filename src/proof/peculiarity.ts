/** The special features of the conversation that a fault is written for. */
import { type Dialogue, isAnswer } from './dialogue.ts';

/** Returns what the dialogue has in addition to tools and their calls, such as `reasoning`; null for nothing. */
export function peculiarityOf(dialogue: Dialogue): string | null {
  const { turns, history, title, toolChoice, hosted, model } = dialogue;
  const found = [
    history === undefined ? [] : [`a history of its own: ${title}`],
    turns.every((turn) => !isAnswer(turn) && turn.status !== 429) && history === undefined
      ? ['a request that is refused']
      : [],
    toolChoice === undefined ? [] : [`the tool choice "${toolChoice.kind}"`],
    dialogue.parallelCalls === undefined ? [] : ['parallel calls forbidden'],
    dialogue.customTools === undefined ? [] : ['a custom tool'],
    dialogue.answerSchema === undefined ? [] : ['a schema of the answer'],
    hosted === undefined ? [] : [`the provider's own tool ${hosted}`],
    turns.some((turn) => isAnswer(turn) && turn.reasoning !== undefined) ? ['reasoning'] : [],
    dialogue.dropsSignatures === undefined ? [] : ['signatures left out of the history'],
    dialogue.storedHistory === undefined ? [] : ['a history that the provider keeps'],
    dialogue.pinnedTo === undefined ? [] : ['one upstream that alone may serve'],
    model?.endsWith(':free') === true ? ['a model that is free'] : [],
  ].flat();
  return found.length === 0 ? null : found.join(' and ');
}
