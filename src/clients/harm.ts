/** The outcomes for each client, and which of them mean that the client breaks. */
import type { SoundRecord, TrialRecord } from './record.ts';

/** How bad an outcome is, the worst first; a corruption that the answer itself contains is separate. */
export type Weight = 'corrupts' | 'hangs' | 'reports' | 'as-sent' | 'tolerates' | 'not-shown';

export const WEIGHTS: readonly Weight[] = [
  'corrupts',
  'hangs',
  'reports',
  'as-sent',
  'tolerates',
  'not-shown',
];

/**
 * A corruption that only follows the wrong content of the answer has its own weight: the client did what it was told.
 */
export function weightOf({ outcome, harms }: Pick<TrialRecord, 'outcome' | 'harms'>): Weight {
  return outcome === 'corrupts' && harms.every(({ asSent }) => asSent) ? 'as-sent' : outcome;
}

/** True when users of the client suffer: it silently went wrong, or it stopped. */
export function breaksClient(weight: Weight): boolean {
  return weight === 'corrupts' || weight === 'hangs' || weight === 'reports';
}

/** Describes the worst effect: what went wrong, or the client's error message. */
export function wordsOf({
  harms,
  report,
  outcome,
}: Pick<TrialRecord, 'harms' | 'report' | 'outcome'>): string {
  const own = harms.filter(({ asSent }) => !asSent);
  const [first] = own.length > 0 ? own : harms;
  if (outcome === 'hangs') return 'it comes to no end';
  return first?.message ?? report ?? '';
}

export interface ClientCounts {
  readonly client: string;
  readonly dialect: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<Weight, number>>;
}

/** Returns a row for each client, in the order of the records. */
export function clientCounts(sound: readonly SoundRecord[], trials: readonly TrialRecord[]): ClientCounts[] {
  const clients = new Map(sound.map((record) => [record.client, record]));
  return [...clients.values()].map(({ client, dialect, versions }) => {
    const own = trials.filter((trial) => trial.client === client).map(weightOf);
    const counts = countAll(own);
    return { client, dialect, versions, counts };
  });
}

function countAll(weights: readonly Weight[]): Record<Weight, number> {
  const count = (weight: Weight) => weights.filter((each) => each === weight).length;
  return {
    corrupts: count('corrupts'),
    hangs: count('hangs'),
    reports: count('reports'),
    'as-sent': count('as-sent'),
    tolerates: count('tolerates'),
    'not-shown': count('not-shown'),
  };
}

export const WEIGHT_WORDS: Readonly<Record<Weight, string>> = {
  corrupts: 'corrupts',
  hangs: 'hangs',
  reports: 'reports',
  'as-sent': 'as sent',
  tolerates: 'tolerates',
  'not-shown': 'not shown',
};
