/** Ollama's own API, `/api/chat`: one JSON object per line, calls complete on a line, with or without ids. */
import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { OllamaReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

const NO_CHOICE = 'no field says whether tools are to be called';

export const ollama: Dialect<OllamaReading> = {
  ...codec,
  name: 'Ollama',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {
    'programmatic-calls': 'the server runs no code',
    'code-execution': 'the server runs no code',
    'web-search': 'the web is searched by an API of its own',
    'tool-search': 'functions are all loaded',
    'custom-tools': 'the arguments of a function are an object',
    'stored-history': 'every request brings its whole history',
    'allowed-tools': NO_CHOICE,
    'parallel-tool-calls-off': 'no field limits how many tools are called at once',
    'tool-choice-none': NO_CHOICE,
    'tool-choice-forced': NO_CHOICE,
    'file-results': 'a message holds text, and images in a field of their own',
    signatures: 'a thought has no signature',
  },
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
