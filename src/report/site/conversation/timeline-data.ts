/** How much of the wire a page shows, and the places of findings in it. */
import { type Piece, piecesOf } from '../../../text/display.ts';
import { pointedJson } from './pretty-json.ts';

/** How much of one exchange its page shows; a limit, because browsers cannot open pages of any size. */
export interface Allowance {
  /** Events from the start of a stream; events around findings are shown in addition. */
  readonly events: number;
  /** Characters of the request, and as many of the answer. */
  readonly characters: number;
}

const MOST: Allowance = { events: 200, characters: 120_000 };
const LEAST: Allowance = { events: 20, characters: 8000 };
/** The sum over the exchanges of a page, as long as each has the least. */
const PAGE: Allowance = { events: 500, characters: 240_000 };

export function allowanceFor(exchanges: number): Allowance {
  const part = (of: keyof Allowance) =>
    Math.min(MOST[of], Math.max(LEAST[of], Math.floor(PAGE[of] / Math.max(1, exchanges))));
  return { events: part('events'), characters: part('characters') };
}

/**
 * Text from the wire with the places of findings marked; JSON is laid out.
 *
 * @param paths the paths of the findings; a missing value is marked at the value around it
 * @param oneLine see {@link pointedJson}.
 */
export function shownData(
  text: string,
  {
    isJson,
    paths,
    longest,
    oneLine,
  }: {
    readonly isJson: boolean;
    readonly paths: readonly string[];
    readonly longest: number;
    readonly oneLine?: number;
  },
): readonly Piece[] {
  if (!isJson) return piecesOf(text, longest, paths.length > 0 ? [[0, text.length]] : []);
  const { text: laidOut, marks } = pointedJson(text, new Set(paths), oneLine);
  return piecesOf(laidOut, longest, marks);
}
