/** What tells the conversations of a recording apart, and how little of it is kept of a long one. */
import type {
  HistoryMessage,
  OfferedTool,
  RequestReading,
  Standing,
  ToolCall,
  Turn,
} from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

/** What is asked of an exchange to find the conversation that it carries on: a part of its reading. */
export interface ToldExchange {
  readonly standing: Pick<Standing, 'kind'>;
  readonly request: Pick<
    RequestReading,
    'json' | 'streaming' | 'continues' | 'history' | 'instructions' | 'tools'
  >;
  readonly turn: Pick<Turn, 'id' | 'conversation'> & {
    readonly calls: readonly ToldCall[];
  };
}

export type ToldCall = Pick<ToolCall, 'id' | 'name' | 'arguments' | 'json'>;

/** It was refused or lost, so that a client may send it again. */
export function hasFailed({ standing: { kind } }: ToldExchange): boolean {
  return kind === 'refused' || kind === 'lost';
}

/** Keeps of the exchanges of one dialect what later ones are held against, and one copy of what requests repeat. */
export class FewWords {
  readonly #messages = new Map<string, HistoryMessage>();
  readonly #instructions = new Map<string, Json>();
  readonly #tools = new Map<string, readonly OfferedTool[]>();

  of({ standing, request, turn }: ToldExchange): ToldExchange {
    const { json, streaming, continues, history, instructions, tools } = request;
    const { id, conversation, calls } = turn;
    return {
      standing: { kind: standing.kind },
      request: {
        // Another one is held against the whole of it only where it failed.
        json: hasFailed({ standing, request, turn }) ? json : undefined,
        streaming,
        continues,
        history: history.map((message) => once(this.#messages, [message.role, message.json], message)),
        instructions: once(this.#instructions, instructions, instructions),
        tools: once(this.#tools, tools, tools),
      },
      turn: {
        id,
        ...(conversation === undefined ? {} : { conversation }),
        calls: calls.map((call) => ({
          id: call.id,
          name: call.name,
          arguments: call.arguments,
          json: call.json,
        })),
      },
    };
  }
}

/** The first value that had this text. */
function once<T>(known: Map<string, T>, named: Json, value: T): T {
  const text = jsonText(named);
  const first = known.get(text);
  if (first !== undefined) return first;
  known.set(text, value);
  return value;
}
