/** @jsxRuntime automatic @jsxImportSource preact */
/** The reader's choices, as a form. It stands on the page from the start, so that nothing moves when the script comes. */

import { IMPACTS, LEVELS } from '../../../results/signs.ts';
import { plainText, thousands } from '../../../text/display.ts';
import type { MatrixData } from './data.ts';
import { OUTCOMES } from './filter.ts';

export function MatrixChoices({ data }: { data: MatrixData }) {
  const { targets, families, dialects } = data;
  return (
    <search aria-label="Filter the matrix">
      <form class="choices">
        <label class="wide">
          <span>Search targets and checks</span>
          <input type="search" name="q" autocomplete="off" spellcheck={false} aria-keyshortcuts="/" />
        </label>
        <Choice name="provider" label="Provider" values={sorted(targets.map(({ provider }) => provider))} />
        <Choice name="model" label="Model" values={sorted(targets.map(({ model }) => model))} />
        {dialects.length > 1 && (
          <Choice name="dialect" label="Dialect" values={dialects.map(({ id, name }) => [id, name])} />
        )}
        <Choice name="family" label="Family" values={families.map(({ name }) => name)} />
        <Choice name="level" label="Level" values={Object.keys(LEVELS)} />
        <Choice name="impact" label="Impact" values={Object.keys(IMPACTS)} />
        <Choice name="outcome" label="Outcome" values={[...OUTCOMES.keys()]} />
        <Choice name="known" label="Failures" any="known and new" values={['new', 'known']} />
        <Choice name="delivery" label="Delivery" values={['streaming', 'buffered']} />
        <Choice name="sort" label="Sort" any="as in the run" values={SORTS} />
        <label class="switch">
          <input type="checkbox" name="differ" />
          <span>Where targets differ</span>
        </label>
        <button type="reset">Clear</button>
        <output aria-live="polite">{thousands(targets.length)} targets</output>
      </form>
    </search>
  );
}

/** The order is for finding; none is an order of merit. */
const SORTS = ['name', 'model', 'failures'];

function Choice({
  name,
  label,
  values,
  any = 'any',
}: {
  name: string;
  label: string;
  /** Each as it is, or as the address has it and in words. */
  values: readonly (string | readonly [value: string, words: string])[];
  any?: string;
}) {
  return (
    <label>
      <span>{label}</span>
      <select name={name} autocomplete="off">
        <option value="">{any}</option>
        {values.map((each) => {
          const [value, words] = typeof each === 'string' ? [each, each] : each;
          return <option value={value}>{plainText(words, 80)}</option>;
        })}
      </select>
    </label>
  );
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
