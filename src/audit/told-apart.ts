/** The data that assigns exchanges to conversations, and its compact form for long recordings. */
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

/** The part of an exchange's reading that determines which conversation it continues. */
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

/** Returns true when the exchange was refused or lost, so that a client may retry it. */
export function hasFailed({ standing: { kind } }: ToldExchange): boolean {
  return kind === 'refused' || kind === 'lost';
}

/** Reduces the exchanges of one dialect to the data that later ones are compared with, and shares repeated values. */
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
        // The whole request is compared only for a retry of a failed exchange.
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

/** Returns the first value with this JSON text. */
function once<T>(known: Map<string, T>, named: Json, value: T): T {
  const text = jsonText(named);
  const first = known.get(text);
  if (first !== undefined) return first;
  known.set(text, value);
  return value;
}
