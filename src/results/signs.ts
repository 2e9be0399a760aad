/** The signs of verdicts, with the words and the order that every page uses. */
import type { Impact, Level, Subject } from '../judge/verdict.ts';
import { thousands } from '../text/display.ts';

/** An outcome combined with its level and expectation. */
export type Sign =
  | 'must'
  | 'should'
  | 'error'
  | 'known'
  | 'inconclusive'
  | 'unsupported'
  | 'pass'
  | 'observed'
  | 'not-applicable';

interface SignWords {
  /** The word next to the symbol. */
  readonly word: string;
  readonly meaning: string;
}

/** The signs, most severe first. */
export const SIGNS: Readonly<Record<Sign, SignWords>> = {
  must: {
    word: 'MUST fails',
    meaning:
      'A promise of the protocol itself is broken, or a client cannot work. Only these fail a gate by default.',
  },
  should: {
    word: 'SHOULD fails',
    meaning: 'A recommendation, or something that clients widely rely on, does not hold.',
  },
  error: {
    word: 'error',
    meaning: 'Our own fault: the check broke. It says nothing about the provider.',
  },
  known: {
    word: 'known',
    meaning: 'It fails, and an expectation with a reason and a date accepts that for now.',
  },
  inconclusive: {
    word: 'inconclusive',
    meaning: 'The evidence could not tell, with the reason. Never counted as a pass.',
  },
  unsupported: {
    word: 'unsupported',
    meaning: 'The target declares, with a reason, that it does not have the feature.',
  },
  pass: { word: 'pass', meaning: 'The rule applied, and it held everywhere.' },
  observed: {
    word: 'observed',
    meaning: 'A MAY check saw what it looks for. Information about a legal choice, never a fault.',
  },
  'not-applicable': { word: 'n/a', meaning: 'Nothing in the conversation called for the rule.' },
};

export const ALL_SIGNS = Object.keys(SIGNS) as readonly Sign[];

export const LEVELS: Readonly<Record<Level, string>> = {
  MUST: 'the dialect’s own reference says so, or a client cannot work otherwise',
  SHOULD: 'recommended, or widely relied on by clients',
  MAY: 'an observation worth showing, never a fault',
};

export const IMPACTS: Readonly<Record<Impact, string>> = {
  critical: 'the call is lost, or paired with the wrong result',
  major: 'a turn or a bill comes out wrong',
  minor: 'strict clients trip, most get by',
  trivial: 'nobody is likely to notice',
};

export const SUBJECTS: Readonly<Record<Subject, string>> = {
  provider: 'the protocol as served; what the suite holds a provider to',
  model: 'the model’s sampling; never counted against the provider’s protocol',
  client: 'the recorded request itself; counted against neither',
};

/** The part of a verdict that determines its sign. */
export interface JudgedOutcome {
  readonly outcome: 'fail' | 'inconclusive' | 'unsupported' | 'error';
  readonly level: Level;
  readonly expectation: object | null;
}

export function signOf({ outcome, level, expectation }: JudgedOutcome): Sign {
  if (outcome !== 'fail') return outcome;
  if (level === 'MAY') return 'observed';
  if (expectation !== null) return 'known';
  return level === 'MUST' ? 'must' : 'should';
}

/** Returns `1 MUST fails`, `2 SHOULD fail`, `12 pass`. A no-break space follows the number. */
export function countPhrase(sign: Sign, count: number): string {
  const { word } = SIGNS[sign];
  return `${thousands(count)}\u00a0${count === 1 ? word : word.replace(' fails', ' fail')}`;
}
