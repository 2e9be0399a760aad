/** @jsxRuntime automatic @jsxImportSource preact */
/** The reader's choices, as a form. It stands on the page from the start, so that nothing moves when the script comes. */
import { plural } from '../../../text/quantities.ts';
import type { MatrixData } from './data.ts';

/** The list of what may come next in the query. */
export const COMPLETIONS = 'completions';

export function MatrixChoices({ data }: { data: MatrixData }) {
  return (
    <search aria-label="Filter the matrix">
      <form class="choices of-matrix">
        <label class="query">
          <span>Search</span>
          <input
            type="search"
            name="q"
            autocomplete="off"
            spellcheck={false}
            aria-keyshortcuts="/"
            aria-describedby="query-help"
            list={COMPLETIONS}
            placeholder="provider:openrouter level:must outcome:fail"
          />
          <datalist id={COMPLETIONS} />
        </label>
        <label>
          <span>Sort</span>
          <select name="sort" autocomplete="off">
            <option value="">as in the run</option>
            {SORTS.map((sort) => (
              <option value={sort}>{sort}</option>
            ))}
          </select>
        </label>
        <button type="reset">Clear</button>
        <output aria-live="polite">{plural(data.targets.length, 'target')}</output>
      </form>
      <details class="query-help">
        <summary>What can be searched</summary>
        <p id="query-help">
          Words, or <code>target:</code> <code>provider:</code> <code>model:</code> <code>check:</code>{' '}
          <code>feature:</code> <code>family:</code> <code>level:</code> <code>outcome:</code>{' '}
          <code>delivery:</code> <code>since:2025-11-20</code>, joined by <code>and</code>, <code>or</code>,{' '}
          <code>not</code> and brackets; <code>is:different</code> where targets differ;{' '}
          <code>seq(pass fail)</code> for what changed over the nights. It chooses rows and columns, and
          changes no cell.
        </p>
      </details>
    </search>
  );
}

/** The order is for finding; none is an order of merit. */
const SORTS = ['name', 'model', 'failures'];
