import type { Exchange } from '../../src/evidence/exchange.ts';
import type { Conversation } from '../../src/judge/judge.ts';

/** Exchanges to be judged, of which nothing is known but what is given. */
export function bareConversation(
  exchanges: readonly Exchange[],
  known: Partial<Omit<Conversation, 'exchanges'>> = {},
): Conversation {
  return { exchanges, extensions: new Set(), scenario: null, price: null, unsupported: new Map(), ...known };
}
