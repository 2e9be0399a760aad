/** Cells from their texts. */
import { type Cell, parseCell } from '../../../results/history/cell.ts';

const cells = new Map<string, Cell | null>();

/** Null for a check that the run did not have. Millions of cells have few texts, so each is read once. */
export function cellOf(token: string): Cell | null {
  const known = cells.get(token);
  if (known !== undefined) return known;
  const cell = parseCell(token);
  cells.set(token, cell);
  return cell;
}
