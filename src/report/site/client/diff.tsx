/** @jsxRuntime automatic @jsxImportSource preact */
/** The diff of any two nights that the reader chooses; they are part of the address. */
import { render } from 'preact';
import { Compared } from '../diff/compared.tsx';
import type { DiffNames } from '../diff/names.tsx';
import { featuresBetween } from '../diff/night-features.ts';
import { diffNights } from '../diff/nights.ts';
import { nightDataFile } from '../history/addresses.ts';
import type { HistoryData } from '../history/data.ts';
import { remember } from './address.ts';
import { loadScript } from './scripts.ts';

const ROOT = '../';

export function showDiff(place: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>('form.night-choice');
  if (form === null) return;
  const [from, to] = [selectIn(form, 'from'), selectIn(form, 'to')];
  const output = form.querySelector('output');
  if (from === null || to === null || output === null) return;
  const apply = () => {
    if (from.value === '' || to.value === '') return;
    const nights = [from.value, to.value].toSorted();
    const [earlier = '', later = ''] = nights;
    if (earlier === later) {
      output.textContent = 'Choose two nights that are not the same.';
      return;
    }
    output.textContent = 'Loading.';
    compare(place, earlier, later, () => {
      output.textContent = `${later} against ${earlier}`;
      remember(new URLSearchParams({ from: earlier, to: later }));
    });
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', apply);
  const address = new URLSearchParams(location.search);
  if (!address.has('from') || !address.has('to')) return;
  from.value = address.get('from') ?? '';
  to.value = address.get('to') ?? '';
  apply();
}

function selectIn(form: HTMLFormElement, name: string): HTMLSelectElement | null {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLSelectElement ? field : null;
}

function compare(place: HTMLElement, from: string, to: string, done: () => void): void {
  loadScript(place.dataset['source'] ?? '', () =>
    loadScript(`${ROOT}${nightDataFile(from)}`, () =>
      loadScript(`${ROOT}${nightDataFile(to)}`, () => {
        const { historyData: data, nightData: nights } = globalThis;
        const [before, after] = [nights?.get(from), nights?.get(to)];
        if (data === undefined || before === undefined || after === undefined) return;
        const diff = diffNights(before, after);
        const comparison = {
          kind: 'nights',
          from,
          to,
          diff,
          features: featuresBetween(before, after),
        } as const;
        render(<Compared comparison={comparison} names={namesOf(data)} />, place);
        done();
      }),
    ),
  );
}

function namesOf({ checks, targets, features }: HistoryData): DiffNames {
  const known = new Map(checks.map((check) => [check.id, check]));
  const pages = new Map(targets.map(({ target, page }) => [target, page]));
  const within = (file: string | undefined) => (file === undefined ? null : `${ROOT}${file}`);
  return {
    titleOf: (check) => known.get(check)?.title ?? null,
    questionOf: (feature) => features.find(({ id }) => id === feature)?.question ?? feature,
    hrefOfCheck: (check) => within(known.get(check)?.file),
    hrefOfTarget: (target) => within(pages.get(target)),
    hrefOfConversation: () => null,
  };
}
