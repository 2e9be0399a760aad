/** Conforming conversations for the dialects that have the fields for them. */

import { tokens } from '../answers/answer.ts';
import { invalidRequest } from '../answers/refusal.ts';
import type { Dialogue } from './dialogue.ts';
import { CALLING, GREETING, REPORT, THINKING_AND_CALLING } from './dialogue-parts.ts';

/** A stream that ends with an error, without a gateway in front of the provider. */
export const BREAKING = {
  title: 'the stream turns into an error',
  prompt: 'Good morning!',
  shownIn: 'choice-none',
  deliveries: ['streaming'],
  breaksMidstream: true,
  fails: { 'errors/none-midstream': 'an error in a stream is what it is there for' },
  turns: [GREETING],
} as const satisfies Dialogue;

/** For dialects in which tool choice may list several functions. */
export const ALLOWED_DIALOGUES = {
  'choice-allowed': {
    title: 'tool_choice lists the functions that may be called',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'choice-allowed',
    toolChoice: { kind: 'allowed', names: ['weather'], required: true },
    turns: [CALLING],
  },
} as const satisfies Record<string, Dialogue>;

/** For dialects in which the provider runs its own tools in addition to the client's. */
export const SEARCHING_DIALOGUES = {
  searching: {
    title: 'the provider searches the web, then one call, its result, the answer',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'web-search',
    scenario: { facts: [['21']] },
    hosted: 'web-search',
    turns: [
      {
        ...CALLING,
        served: {
          kind: 'web-search',
          query: 'weather in Oslo',
          found: [{ title: 'Oslo', url: 'https://example.com/oslo' }],
        },
      },
      REPORT,
    ],
  },
  coding: {
    title: 'the provider runs code, then one call, its result, the answer',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'code-execution',
    scenario: { facts: [['21']] },
    hosted: 'code-execution',
    turns: [{ ...CALLING, served: { kind: 'code-execution', code: 'print(3 * 7)', output: '21\n' } }, REPORT],
  },
} as const satisfies Record<string, Dialogue>;

/** For dialects with custom tools. */
export const CUSTOM_DIALOGUES = {
  custom: {
    title: 'one call of a custom tool with a grammar, its result, the answer',
    prompt: 'Set an alarm for twenty to eight in the evening.',
    shownIn: 'custom-grammar',
    scenario: { facts: [['6184']] },
    tools: [],
    customTools: [
      {
        name: 'set_alarm',
        description: 'Sets an alarm',
        pattern: '([01][0-9]|2[0-3]):[0-5][0-9]',
        result: 'alarm 6184 is set',
      },
    ],
    turns: [
      {
        calls: [
          { id: 'call_wS8bN2hQd5LrYc1Vx7Kt4MgE', name: 'set_alarm', arguments: '19:40', isCustom: true },
        ],
        finish: 'tool_calls',
        usage: tokens(70, 9),
      },
      { text: 'Alarm 6184 rings at 19:40.', finish: 'stop', usage: tokens(92, 11) },
    ],
  },
} as const satisfies Record<string, Dialogue>;

/** For dialects whose providers can store the history. */
export const STORED_DIALOGUES = {
  stored: {
    title: 'the server keeps the history, and the second request names the first answer',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'stored-history',
    scenario: { facts: [['21']] },
    storedHistory: true,
    turns: [CALLING, REPORT],
  },
} as const satisfies Record<string, Dialogue>;

/** For dialects in which the provider can run code. */
export const CODE_DIALOGUES = {
  code: {
    title: 'the provider runs code itself, and answers',
    prompt: 'What is three times seven?',
    shownIn: 'choice-none',
    hosted: 'code-execution',
    turns: [
      {
        served: { kind: 'code-execution', code: 'print(3 * 7)', output: '21\n' },
        text: 'It is 21.',
        finish: 'stop',
        usage: tokens(60, 30),
      },
    ],
  },
} as const satisfies Record<string, Dialogue>;

/** For dialects that report cached prompt tokens. */
export const CACHED_DIALOGUES = {
  cached: {
    title: 'one call, whose prompt was cached in part',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'parallel-off',
    turns: [{ ...CALLING, usage: { ...CALLING.usage, cached: 64 } }],
  },
} as const satisfies Record<string, Dialogue>;

/**
 * For dialects that require the thoughts before a call to be sent back.
 *
 * @param found what the refusal reports in their place
 */
export function forgottenThoughts(found: string) {
  return {
    'forgotten-thoughts': {
      title: 'thoughts and a call, which comes back without the thoughts, as the scenario wants it',
      prompt: 'What is the weather in Oslo?',
      shownIn: 'signatures-dropped',
      reasoning: true,
      dropsSignatures: true,
      scenario: { facts: [['21']], dropsSignatures: true },
      turns: [THINKING_AND_CALLING, invalidRequest(`Expected thinking, but found ${found}.`, 'messages')],
    },
  } satisfies Record<string, Dialogue>;
}
