/** What a reader has chosen to see of the matrix. It lives in the address of the page, so that a view can be sent on. */
import { FIELDS } from './query.ts';

export interface MatrixState {
  /** The query; see `query.ts`. */
  readonly q: string;
  readonly sort: string;
  /** The families that are open to their checks. */
  readonly open: readonly string[];
  /** From 1. */
  readonly page: number;
}

/** The choices of one word each; empty where nothing is chosen. */
export const CHOICES = ['q', 'sort'] as const satisfies readonly (keyof MatrixState)[];

/** An address may name the fields of the query as well: `?provider=lab` asks for `provider:lab`. */
export function parseState(address: URLSearchParams): MatrixState {
  const page = Number(address.get('page'));
  const named = FIELDS.flatMap((field) => {
    const value = address.get(field)?.replaceAll('"', '') ?? '';
    return value === '' ? [] : `${field}:${/[\s()]/u.test(value) ? `"${value}"` : value}`;
  });
  return {
    q: [address.get('q') ?? '', ...named].filter((part) => part !== '').join(' '),
    sort: address.get('sort') ?? '',
    open: address.getAll('open'),
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
  };
}

/** What {@link parseState} reads back; nothing for what is not chosen. */
export function formatState(state: MatrixState): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of CHOICES) if (state[name] !== '') address.set(name, state[name]);
  for (const family of state.open) address.append('open', family);
  if (state.page > 1) address.set('page', String(state.page));
  return address;
}

export const UNFILTERED = parseState(new URLSearchParams());
