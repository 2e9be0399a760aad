/** The choice of two among the targets that serve a model; it is part of the address. */

import { plural } from '../../../text/quantities.ts';
import { differ } from '../compare/model.ts';
import { remember } from './address.ts';

export function addChoiceOfTwo(form: HTMLFormElement): void {
  const table = document.querySelector<HTMLTableElement>('#compared');
  const output = form.querySelector('output');
  if (table === null || output === null) return;
  const cells = [...document.querySelectorAll<HTMLElement>('.compared [data-target]')];
  // Those of the features and those of the checks.
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('.compared tbody tr')];
  const apply = () => {
    const chosen = chosenIn(form);
    for (const cell of cells) cell.hidden = chosen.size > 0 && !chosen.has(cell.dataset['target'] ?? '');
    for (const row of rows) {
      const shown = [...row.cells].filter((cell) => cell.dataset['target'] !== undefined && !cell.hidden);
      row.hidden = !differ(shown.map((cell) => cell.dataset['weight'] ?? ''));
    }
    const left = rows.filter((row) => !row.hidden && table.contains(row)).length;
    output.textContent = left === 0 ? 'They differ on no check.' : `They differ on ${plural(left, 'check')}.`;
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    apply();
    remember(
      new URLSearchParams(
        [...new FormData(form)].flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])),
      ),
    );
  });
  const address = new URLSearchParams(location.search);
  for (const select of form.querySelectorAll('select')) {
    const wanted = address.get(select.name) ?? '';
    select.value = [...select.options].some(({ value }) => value === wanted) ? wanted : '';
  }
  apply();
}

/** Both targets; none as long as there are not two different ones. */
function chosenIn(form: HTMLFormElement): ReadonlySet<string> {
  const chosen = new Set([...new FormData(form).values()].map(String).filter((value) => value !== ''));
  return chosen.size === 2 ? chosen : new Set();
}
