/** The filter for the entries of a page; its words are part of the address. */
import { remember } from './address.ts';

/** @param filtered the element that contains the entries; each entry has `data-row` */
export function addFilter(filtered: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>(`form[data-filters="${filtered.dataset['filter']}"]`);
  const input = form?.querySelector('input');
  const output = form?.querySelector('output');
  if (!form || !input || !output) return;
  const rows = [...filtered.querySelectorAll<HTMLElement>('[data-row]')];
  const texts = rows.map((row) => `${row.dataset['row']} ${row.textContent}`.toLowerCase());
  const groups = new Set(rows.flatMap((row) => row.parentElement ?? []));
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isShown = texts.map((text) => words.every((word) => text.includes(word)));
    for (const [at, row] of rows.entries()) row.hidden = !isShown[at];
    for (const group of groups) group.hidden = !group.querySelector('[data-row]:not([hidden])');
    output.textContent = words.length === 0 ? '' : `${isShown.filter(Boolean).length} of ${rows.length}`;
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', () => {
    apply();
    remember(new URLSearchParams(input.value === '' ? {} : { q: input.value }));
  });
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  apply();
}
