/** What each event of a stream adds to the answer. */
import type { ToolCall, Turn } from '../../../reading/reading.ts';
import { asText, errorText, usageText } from './timeline-turn.ts';

export type AdditionKind = 'text' | 'reasoning' | 'call' | 'arguments' | 'finish' | 'usage' | 'error';

export interface Addition {
  readonly kind: AdditionKind;
  /** The index of the choice; null if there is only one. */
  readonly choice: number | null;
  /** Place of the call in the turn, from 1. */
  readonly call: number | null;
  readonly text: string;
}

/** Adds the content of an event; content without an event is left out. */
type Add = (event: number | null, addition: Addition) => void;

/** The additions of each event, by its number. */
export function additionsOf(turn: Turn): ReadonlyMap<number, readonly Addition[]> {
  const additions = new Map<number, Addition[]>();
  const add: Add = (event, addition) => {
    if (event === null) return;
    const own = additions.get(event);
    if (own) own.push(addition);
    else additions.set(event, [addition]);
  };
  const callNumber = new Map(turn.calls.map((call, at) => [call, at + 1]));
  for (const choice of turn.choices) {
    const at = { choice: turn.choices.length > 1 ? choice.index : null, call: null };
    const [thought] = choice.reasoningPieces;
    if (thought !== undefined) add(thought.event, { kind: 'reasoning', ...at, text: 'starts here' });
    for (const { event, value } of choice.textPieces) add(event, { kind: 'text', ...at, text: value });
    for (const call of choice.calls) addCall(add, call, { ...at, call: callNumber.get(call) ?? null });
    for (const { event, value } of choice.finishes)
      add(event, { kind: 'finish', ...at, text: asText(value) });
  }
  for (const usage of turn.usages) {
    add(usage.event, { kind: 'usage', choice: null, call: null, text: usageText(usage) });
  }
  for (const { event, value } of turn.errors) {
    add(event, { kind: 'error', choice: null, call: null, text: errorText(value) });
  }
  return additions;
}

function addCall(add: Add, call: ToolCall, at: Pick<Addition, 'choice' | 'call'>): void {
  const id = call.id === null ? 'no id' : `id ${asText(call.id.value)}`;
  const name = call.name === null ? 'no name' : asText(call.name.value);
  add(call.event, { kind: 'call', ...at, text: `${name} · ${id}` });
  // Arguments that come whole have no fragments.
  if (call.fragments.length === 0 && call.arguments !== '') {
    add(call.event, { kind: 'arguments', ...at, text: call.arguments });
  }
  for (const { event, value } of call.fragments) {
    if (value !== '') add(event, { kind: 'arguments', ...at, text: value });
  }
}
