import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** Quotes, backslashes, braces, tabs, characters of two, three and four bytes, and surrogate pairs in UTF-16. */
const PAGE = [
  '# Übergabe 東京 → Tromsø',
  ...Array.from(
    { length: 9 },
    (_, at) => `${at + 1}. "C:\\logs\\${2015 + at}" holds {"ok": [${at}, null]} 🌦🎉`,
  ),
  "\tdon't escape: \\n is two characters here, and \\u0041 is six",
  '<done/> `100 %` 👩‍🚀🏽‍♂ ½ € ｱ',
].join('\n');

/**
 * The arguments are long and arrive in many small pieces. The tool returns the receipt only for unchanged arguments.
 */
export const largeArguments: Scenario = {
  id: 'large-arguments',
  title: 'Large arguments, in many pieces',
  order: 45,
  checks: [
    'arguments/json',
    'arguments/whole',
    'arguments/no-markup',
    'deltas/*',
    'items/arguments-sum',
    'framing/utf-8',
    'framing/no-replacement',
    'results/call-kept',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Copy texts exactly as they are given, character by character.',
  prompts: [
    `Save the text between the lines of equals signs with the tool, and tell me the receipt.\n=====\n${PAGE}\n=====`,
  ],
  tools: [
    {
      name: 'save_text',
      description: 'Saves a text, and returns a receipt',
      parameters: {
        type: 'object',
        properties: { text: { type: 'string', description: 'the text without the lines around it' } },
        required: ['text'],
        additionalProperties: false,
      },
      strict: false,
      result: [{ argument: 'text', holds: PAGE, result: '{"receipt": "QX-5127"}' }],
    },
  ],
  maxTokens: 4000,
  maxTurns: 4,
  facts: [['QX-5127']],
  script: [
    calls({ name: 'save_text', arguments: { text: PAGE } }),
    says(([saved]) => `The receipt is ${member(saved, 'receipt')}.`),
  ],
};
