import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** A strict tool, which guarantees that the arguments match the schema exactly. */
export const strictSchema: Scenario = {
  id: 'strict-schema',
  title: 'A strict tool with a nested schema',
  order: 50,
  checks: ['arguments/schema', 'arguments/json', 'arguments/object', 'arguments/no-duplicate-keys'],
  system: 'You are a helpful assistant.',
  prompts: [
    'Create a ticket titled "Leaking tap" with priority high, labels plumbing and urgent, no assignee, an estimate of 1.5 hours, and two steps, neither done: "shut the valve" and "change the washer". Then tell me the ticket number.',
  ],
  tools: [
    {
      name: 'create_ticket',
      description: 'Creates a ticket and returns its number',
      parameters: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          priority: { type: 'string', enum: ['low', 'normal', 'high'] },
          labels: { type: 'array', items: { type: 'string', enum: ['plumbing', 'electrics', 'urgent'] } },
          assignee: { type: ['string', 'null'] },
          estimate_hours: { type: 'number' },
          steps: {
            type: 'array',
            items: {
              type: 'object',
              properties: { text: { type: 'string' }, done: { type: 'boolean' } },
              required: ['text', 'done'],
              additionalProperties: false,
            },
          },
        },
        required: ['title', 'priority', 'labels', 'assignee', 'estimate_hours', 'steps'],
        additionalProperties: false,
      },
      strict: true,
      result: '{"ticket": 5583}',
    },
  ],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['5583', '5,583']],
  script: [
    calls({
      name: 'create_ticket',
      arguments: {
        title: 'Leaking tap',
        priority: 'high',
        labels: ['plumbing', 'urgent'],
        assignee: null,
        estimate_hours: 1.5,
        steps: [
          { text: 'shut the valve', done: false },
          { text: 'change the washer', done: false },
        ],
      },
    }),
    says(([created]) => `The ticket has the number ${member(created, 'ticket')}.`),
  ],
};
