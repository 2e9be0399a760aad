/** A request as its page shows it: long lists item by item, and only the count of items that an earlier exchange sent. */
import type { Reading } from '../../../reading/reading.ts';
import { type Piece, piecesOf } from '../../../text/display.ts';
import { decodeText, parseJson } from '../../../text/wire-text.ts';
import { type JsonPart, keyName, partsOf, pointedJson } from './pretty-json.ts';
import { type Allowance, shownData } from './timeline-data.ts';

export interface RequestModel {
  readonly bytes: number;
  /** In the order of the wire. */
  readonly parts: readonly RequestPart[];
}

export type RequestPart = { readonly kind: 'text'; readonly pieces: readonly Piece[] } | RequestList;

/** A member that is a long list: the messages, the tools. */
export interface RequestList {
  readonly kind: 'list';
  readonly name: string;
  readonly count: number;
  /** The first items, if the earlier exchange sent them too. */
  readonly asBefore: { readonly count: number; readonly exchange: number } | null;
  readonly items: readonly RequestItem[];
  readonly leftOut: number;
  readonly open: boolean;
}

export interface RequestItem {
  /** From 1. */
  readonly number: number;
  /** Its beginning, if it is long. */
  readonly excerpt: string | null;
  readonly pieces: readonly Piece[];
  readonly marked: boolean;
}

const LONGEST_ON_LINE = 88;
/** Longer items are folded. */
const LONGEST_OPEN = 400;
const LONGEST_EXCERPT = 120;
const LONGEST_ITEM = 12_000;
const MOST_ITEMS = 100;

/**
 * @param earlier the exchange before
 * @param paths the paths of the findings in the body
 */
export function requestModel(
  reading: Reading,
  earlier: Reading | null,
  paths: readonly string[],
  { characters }: Allowance,
): RequestModel {
  const { body } = reading.exchange.request;
  const text = decodeText(body);
  const whole = (pieces: readonly Piece[]): RequestModel => ({
    bytes: body.length,
    parts: body.length === 0 ? [] : [{ kind: 'text', pieces }],
  });
  if (parseJson(text) === undefined) return whole(piecesOf(text, characters));
  const members = partsOf(text);
  if (!members.some(isLongList)) return whole(shownData(text, { isJson: true, paths, longest: characters }));
  const listsBefore = earlier === null ? null : listsOf(earlier);
  const { historyPath } = reading.request;
  const parts: RequestPart[] = [];
  let left = characters;
  let plain: JsonPart[] = [];
  const endPlain = () => {
    if (plain.length > 0) parts.push({ kind: 'text', pieces: plainPieces(plain, paths, characters) });
    plain = [];
  };
  for (const member of members) {
    if (!isLongList(member)) {
      plain.push(member);
      continue;
    }
    endPlain();
    const name = keyName(member.key ?? '""');
    const before = listsBefore?.get(name);
    const list = requestList(member, {
      name,
      before: earlier !== null && before !== undefined ? { items: before, exchange: earlier.number } : null,
      paths,
      longest: left,
      isHistory: name === historyPath,
    });
    left = Math.max(0, left - member.json.length);
    parts.push(list);
  }
  endPlain();
  return { bytes: body.length, parts };
}

function isLongList({ key, json }: JsonPart): boolean {
  return key !== null && json.startsWith('[') && json.length > LONGEST_ON_LINE;
}

/** The items of each long list of a request, by its name. */
function listsOf({ exchange }: Reading): Map<string, string[]> {
  const text = decodeText(exchange.request.body);
  if (parseJson(text) === undefined) return new Map();
  return new Map(
    partsOf(text)
      .filter(isLongList)
      .map((part) => [keyName(part.key ?? '""'), partsOf(part.json).map(({ json }) => json)]),
  );
}

/** Consecutive members, formatted as in their object, but without its braces. */
function plainPieces(
  members: readonly JsonPart[],
  paths: readonly string[],
  longest: number,
): readonly Piece[] {
  const json = `{${members.map((member) => `${member.key}:${member.json}`).join()}}`;
  const own = paths.filter((path) => members.some(({ key }) => isWithin(path, keyName(key ?? '""'))));
  // The limit is shorter than the whole, so that each member is on its own line.
  const { text, marks } = pointedJson(json, new Set(own), Math.min(LONGEST_ON_LINE, json.length - 2));
  const opening = '{\n'.length;
  return piecesOf(
    text.slice(opening, -'\n}'.length),
    longest,
    marks.map(([start, end]) => [start - opening, end - opening]),
  );
}

function isWithin(path: string, around: string): boolean {
  return path === around || path.startsWith(`${around}.`) || path.startsWith(`${around}[`);
}

function requestList(
  { json }: JsonPart,
  {
    name,
    before,
    paths,
    longest,
    isHistory,
  }: {
    readonly name: string;
    readonly before: { readonly items: readonly string[]; readonly exchange: number } | null;
    readonly paths: readonly string[];
    readonly longest: number;
    readonly isHistory: boolean;
  },
): RequestList {
  const items = partsOf(json).map((part) => part.json);
  const isMarked = items.map((_, at) => paths.some((path) => isWithin(path, `${name}[${at}]`)));
  const firstNew = items.findIndex((item, at) => isMarked[at] || item !== before?.items[at]);
  const same = before === null ? 0 : firstNew < 0 ? items.length : firstNew;
  let left = longest;
  const shown = items.flatMap((item, at): RequestItem[] => {
    const marked = isMarked[at] === true;
    if (!marked && (at < same || at >= same + MOST_ITEMS || left <= 0)) return [];
    left -= item.length;
    const around = `${name}[${at}]`;
    const own = paths.filter((path) => isWithin(path, around));
    const isLong = item.length > LONGEST_OPEN && !marked;
    return [
      {
        number: at + 1,
        excerpt: isLong ? item.slice(0, LONGEST_EXCERPT).toWellFormed() : null,
        pieces: shownData(item, {
          isJson: true,
          paths: own.map((path) => path.slice(around.length).replace(/^\./, '')),
          longest: LONGEST_ITEM,
        }),
        marked,
      },
    ];
  });
  return {
    kind: 'list',
    name,
    count: items.length,
    asBefore: before === null || same === 0 ? null : { count: same, exchange: before.exchange },
    items: shown,
    leftOut: items.length - same - shown.length,
    open: isHistory || isMarked.includes(true),
  };
}
