/** @jsxRuntime automatic @jsxImportSource preact */
/** The way through a matrix that is longer than a page; each page is also a file of its own. */
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import type { MatrixView } from './view.ts';

export function MatrixPager({
  view: { page, pages, first, rows, matching },
  fileOf,
}: {
  view: MatrixView;
  fileOf: (page: number) => string;
}) {
  if (pages === 1) return null;
  const link = (to: number, label: string) => (
    <a href={fileOf(to)} data-page={to} key={label}>
      {label}
    </a>
  );
  return (
    <nav class="pager" aria-label="Pages of the matrix">
      <span>
        {thousands(first)} to {thousands(first + rows - 1)} of {plural(matching, 'target')}
      </span>
      {page > 1 && link(page - 1, 'Previous')}
      {page < pages && link(page + 1, 'Next')}
    </nav>
  );
}
