/** Outcomes by client, and what makes one break a client. */
import type { SoundRecord, TrialRecord } from './record.ts';

/** Why a client breaks, from the gravest; what the answer itself says counts apart. */
export type Weight = 'corrupts' | 'hangs' | 'reports' | 'as-sent' | 'tolerates' | 'not-shown';

export const WEIGHTS: readonly Weight[] = [
  'corrupts',
  'hangs',
  'reports',
  'as-sent',
  'tolerates',
  'not-shown',
];

/** A corruption that is nothing but what the answer says is weighed apart: the client did what it was told. */
export function weightOf({ outcome, harms }: Pick<TrialRecord, 'outcome' | 'harms'>): Weight {
  return outcome === 'corrupts' && harms.every(({ asSent }) => asSent) ? 'as-sent' : outcome;
}

/** Whether whoever uses the client suffers: it went wrong without a word, or it stopped. */
export function breaksClient(weight: Weight): boolean {
  return weight === 'corrupts' || weight === 'hangs' || weight === 'reports';
}

/** The worst that is done, in words: what went wrong, or what the client said. */
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

/** A row for each client, in the order of the records. */
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
