import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

const NOTE = 'She said: "no nuts"\nGrüße aus 東京 🎉';

/**
 * Every JSON type in one call. The tool returns the booking code only when the note arrives unchanged, with its quotes,
 * its line break, and its characters beyond ASCII and beyond the Basic Multilingual Plane.
 */
export const typedArguments: Scenario = {
  id: 'typed-arguments',
  title: 'Arguments of every type, with quotes, newlines and Unicode',
  order: 40,
  checks: [
    'arguments/string',
    'arguments/json',
    'arguments/object',
    'arguments/schema',
    'arguments/no-duplicate-keys',
    'arguments/padding',
    'arguments/no-markup',
    'framing/utf-8',
    'deltas/no-resend',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Copy values exactly as they are given.',
  prompts: [
    [
      'Call book_table exactly once, with these values:',
      'guests: 4',
      'deposit: 12.5',
      'outdoors: true',
      'area: terrace',
      'host: null',
      'contact: name "Zoë Ångström", phones "+47 555 0100" and "+47 555 0101"',
      `note, the two lines between the marks, line break included:\n<<<\n${NOTE}\n>>>`,
      'Then tell me the booking code.',
    ].join('\n'),
  ],
  tools: [
    {
      name: 'book_table',
      description: 'Books a table and returns a booking code',
      parameters: {
        type: 'object',
        properties: {
          guests: { type: 'integer', minimum: 1 },
          deposit: { type: 'number' },
          outdoors: { type: 'boolean' },
          area: { type: 'string', enum: ['hall', 'garden', 'terrace'] },
          host: { type: ['string', 'null'], description: 'who invites, or null' },
          contact: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              phones: { type: 'array', items: { type: 'string' } },
            },
            required: ['name', 'phones'],
            additionalProperties: false,
          },
          note: { type: 'string' },
        },
        required: ['guests', 'deposit', 'outdoors', 'area', 'host', 'contact', 'note'],
        additionalProperties: false,
      },
      strict: false,
      result: [{ argument: 'note', holds: NOTE, result: '{"booking_code": "WREN-4417"}' }],
    },
  ],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['WREN-4417']],
  script: [
    calls({
      name: 'book_table',
      arguments: {
        guests: 4,
        deposit: 12.5,
        outdoors: true,
        area: 'terrace',
        host: null,
        contact: { name: 'Zoë Ångström', phones: ['+47 555 0100', '+47 555 0101'] },
        note: 'She said: "no nuts"\nGrüße aus 東京 🎉',
      },
    }),
    says(([booking]) => `The table is booked, and the code is ${member(booking, 'booking_code')}.`),
  ],
};
