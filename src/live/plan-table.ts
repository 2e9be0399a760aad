/** The estimate of a live run for the terminal: a line for each target, and the meaning of the numbers. */
import Table from 'cli-table3';
import { plain } from '../text/plain-text.ts';
import type { Amount, Estimate, PlanEstimate } from './estimate.ts';

export function planTable({ rows, total }: PlanEstimate): string {
  const head = [
    'target',
    'conversations',
    'requests',
    'expected tokens',
    'tokens at most',
    'expected dollars',
    'dollars at most',
  ];
  const table = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([plain(row.target), ...numbersOf(row)]);
  table.push(['total', ...numbersOf(total)]);
  return [table.toString(), ...MEANING, ...(total.dollars === null ? [NO_PRICE] : [])].join('\n');
}

const MEANING = [
  'Expected: the model answers as scripted, at four characters a token; models that think take more.',
  'At most: every turn is used, and every answer as long as it may be.',
  'Neither: requests that are sent again after a failure.',
];

const NO_PRICE = 'unknown: the configuration has no price for the model; add one.';

function numbersOf({ conversations, ...estimate }: Estimate & { readonly conversations: number }): string[] {
  const { atMost } = estimate;
  return [
    whole(conversations),
    whole(estimate.requests),
    tokens(estimate),
    tokens(atMost),
    money(estimate),
    money(atMost),
  ];
}

function tokens({ promptTokens, completionTokens }: Amount): string {
  return whole(promptTokens + completionTokens);
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}

/** Formats with four decimal places; a smaller amount is not shown as zero. */
function money({ dollars }: Amount): string {
  if (dollars === null) return 'unknown';
  return dollars > 0 && dollars < 0.0001 ? '< 0.0001' : dollars.toFixed(4);
}
