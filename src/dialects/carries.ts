/** What a dialect has fields for, and what not: asked by who compares what passes between two wires. */

/** What steers an answer, or says who asks, beside the conversation. */
export const SETTINGS = [
  'temperature',
  'top-p',
  'top-k',
  'presence-penalty',
  'frequency-penalty',
  'stop',
  'seed',
  'user',
  'metadata',
] as const;
export type Setting = (typeof SETTINGS)[number];

export interface Carries {
  /** The members that hold a setting, such as `options.seed`, the usual one first. */
  readonly settings: Readonly<Partial<Record<Setting, readonly string[]>>>;
  /** The header fields, in lower case, by which a client says more than its key. */
  readonly headers: readonly string[];
  /** What cannot arrive, with the reason. `argument-texts`: arguments that are no object. */
  readonly lacks: Readonly<Partial<Record<'strict' | 'reasoning' | 'cost' | 'argument-texts', string>>>;
  /** What a message may leave out, so that who translates it has to make it up, with the reason. */
  readonly leavesOut: Readonly<Partial<Record<'ids' | 'limit', string>>>;
}
