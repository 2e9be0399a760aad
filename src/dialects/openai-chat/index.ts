/** OpenAI Chat Completions, and OpenRouter's extension of it. */

import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { ChatReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { NO_SIGNATURES, notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

const TEXT_ALONE = 'a tool message is a string or a list of text parts';

export const openaiChat: Dialect<ChatReading> = {
  ...codec,
  name: 'Chat Completions',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {
    'programmatic-calls': 'a call does not say that code made it',
    'code-execution': 'a tool is a function or a custom tool',
    'web-search': 'web_search_options gives citations, and no item that would go back',
    'tool-search': 'functions are all loaded',
    'stored-history': 'every request brings its whole history',
    'image-results': TEXT_ALONE,
    'file-results': TEXT_ALONE,
    signatures: NO_SIGNATURES,
  },
  tokenLimitFields: ['max_tokens', 'max_completion_tokens'],
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
