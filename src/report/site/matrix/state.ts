/** What a reader has chosen to see of the matrix. It lives in the address of the page, so that a view can be sent on. */

export interface MatrixState {
  /** Words that a target or a check must hold, each of them. */
  readonly q: string;
  readonly provider: string;
  readonly model: string;
  /** The id of one. */
  readonly dialect: string;
  readonly family: string;
  readonly level: string;
  readonly impact: string;
  readonly outcome: string;
  readonly delivery: string;
  /** `known` or `new`: only failures that an expectation accepts, or only the others. */
  readonly known: string;
  readonly sort: string;
  /** Only the checks on which the targets in view differ. */
  readonly differ: boolean;
  /** The families that are open to their checks. */
  readonly open: readonly string[];
  /** From 1. */
  readonly page: number;
}

/** The choices of one word each; empty where nothing is chosen. */
export const CHOICES = [
  'q',
  'provider',
  'model',
  'dialect',
  'family',
  'level',
  'impact',
  'outcome',
  'delivery',
  'known',
  'sort',
] as const satisfies readonly (keyof MatrixState)[];

type Choices = Readonly<Record<(typeof CHOICES)[number], string>>;

export function parseState(address: URLSearchParams): MatrixState {
  const page = Number(address.get('page'));
  return {
    ...(Object.fromEntries(CHOICES.map((name) => [name, address.get(name) ?? ''])) as Choices),
    differ: address.has('differ'),
    open: address.getAll('open'),
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
  };
}

/** What {@link parseState} reads back; nothing for what is not chosen. */
export function formatState(state: MatrixState): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of CHOICES) if (state[name] !== '') address.set(name, state[name]);
  if (state.differ) address.set('differ', '1');
  for (const family of state.open) address.append('open', family);
  if (state.page > 1) address.set('page', String(state.page));
  return address;
}

export const UNFILTERED = parseState(new URLSearchParams());
