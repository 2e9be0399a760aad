/** Histories of six providers: the same conversation, with the ids that each of them issues. */

import { CODE_WORD_TOOL, CODE_WORDS, CODE_WORDS_PROMPT } from '../code-words.ts';
import type { ForeignHistory } from './history.ts';

export interface BuiltIn {
  /** The part of the fact's id after `contract/`. */
  readonly name: string;
  readonly who: string;
  readonly history: ForeignHistory;
}

/** @param id returns the id of a call; calls are numbered from 0 */
function recordedWith(dialect: string, id: (at: number) => string): ForeignHistory {
  const cities = Object.entries(CODE_WORDS);
  return {
    dialect,
    system: 'You are a helpful assistant. Be brief.',
    prompt: CODE_WORDS_PROMPT,
    messages: [
      {
        role: 'assistant',
        calls: cities.map(([city], at) => ({
          id: id(at),
          name: 'code_word',
          arguments: JSON.stringify({ city }),
        })),
      },
      ...cities.map(([, text], at) => ({ role: 'tool', answers: id(at), text }) as const),
    ],
    tools: [CODE_WORD_TOOL],
    sent: null,
    words: Object.values(CODE_WORDS),
  };
}

const ISSUERS: Readonly<Record<string, readonly [who: string, dialect: string, id: (at: number) => string]>> =
  {
    'from-chat': ['Chat Completions', 'openai-chat', (at) => `call_Hq7Zt2LxWm9Rk4Vd8Np3Sy${at}B`],
    'from-responses': ['the Responses API', 'openai-responses', (at) => `call_0a6d3f81b7c24e5968d0f1a${at}`],
    'from-messages': ['the Messages API', 'anthropic-messages', (at) => `toolu_01Jm4RzK8wYp2VtXq6BnLc${at}D`],
    'from-gemini': ['Gemini', 'gemini', (at) => `k3v9q1z${at}`],
    'from-converse': ['Bedrock Converse', 'bedrock-converse', (at) => `tooluse_kZJMlvQmRJ6eAyJE5GIl${at}w`],
    'from-vllm': ['vLLM', 'openai-chat', (at) => `chatcmpl-tool-0a6d3f81b7c24e5968d0f1a2b3c4d5e${at}`],
  };

export const BUILT_IN: readonly BuiltIn[] = Object.entries(ISSUERS).map(([name, [who, dialect, id]]) => ({
  name,
  who,
  history: recordedWith(dialect, id),
}));
