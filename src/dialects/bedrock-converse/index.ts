/** Converse and ConverseStream of Amazon Bedrock: one format for the models of all companies there. */
import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { ConverseReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

export const bedrockConverse: Dialect<ConverseReading> = {
  ...codec,
  name: 'Bedrock Converse',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {
    'programmatic-calls': 'a toolUse does not say that code made it',
    'tool-search': 'functions are all loaded',
    'custom-tools': 'a tool has an inputSchema, and its input is JSON',
    'stored-history': 'every request brings its whole history',
    // https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
    'forced-choice-while-thinking': 'the thinking of Claude goes with toolChoice auto alone',
    'allowed-tools': 'toolChoice names one tool, or any',
    'parallel-tool-calls-off': 'no field limits how many tools are used at once',
    'tool-choice-none': 'toolChoice is auto, any or a tool',
  },
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
