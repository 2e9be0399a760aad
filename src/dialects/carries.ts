/** The settings and values that a dialect has fields for. Used to compare what passes between two wires. */

/** Request settings outside the conversation: they steer the answer or identify the caller. */
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
  /** The members that hold a setting, such as `options.seed`; the usual one comes first. */
  readonly settings: Readonly<Partial<Record<Setting, readonly string[]>>>;
  /** The request headers, in lower case, that carry more than the client's key. */
  readonly headers: readonly string[];
  /** The values that the dialect cannot carry, with the reason. `argument-texts`: arguments that are not an object. */
  readonly lacks: Readonly<Partial<Record<'strict' | 'reasoning' | 'cost' | 'argument-texts', string>>>;
  /** The values that a message may omit, so that a translator has to make them up, with the reason. */
  readonly leavesOut: Readonly<Partial<Record<'ids' | 'limit', string>>>;
}
