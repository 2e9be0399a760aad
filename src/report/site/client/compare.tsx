/** @jsxRuntime automatic @jsxImportSource preact */
/** Any two targets that the reader chooses, side by side; they are part of the address. */
import { render } from 'preact';
import type { Root } from '../../../results/page-addresses.ts';
import { Switch } from '../compare/switch.tsx';
import { remember } from './address.ts';
import { loadScript } from './scripts.ts';

export function showComparison(place: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>('form[data-compares]');
  const selects = [...(form?.querySelectorAll('select') ?? [])];
  const output = form?.querySelector('output');
  const [from, to] = selects;
  if (form === null || from === undefined || to === undefined || output == null) return;
  const asBuilt = [...place.childNodes];
  let isBuilt = true;
  const apply = () => {
    const isChosen = from.value !== '' && to.value !== '' && from.value !== to.value;
    output.textContent =
      from.value !== '' && from.value === to.value ? 'Choose two targets that are not the same.' : '';
    if (isChosen) {
      const [one, other] = [from.value, to.value];
      compare(place, one, other, () => {
        // The reader may have chosen something else while the data loaded.
        if (one !== from.value || other !== to.value) return false;
        // Preact does not know the static content of the page, and would leave parts of it.
        if (isBuilt) place.replaceChildren();
        isBuilt = false;
        return true;
      });
    } else if (!isBuilt) {
      render(null, place);
      place.replaceChildren(...asBuilt);
      isBuilt = true;
    }
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    apply();
    remember(
      new URLSearchParams(selects.flatMap(({ name, value }) => (value === '' ? [] : [[name, value]]))),
    );
  });
  const address = new URLSearchParams(location.search);
  for (const select of selects) {
    const wanted = address.get(select.name) ?? '';
    select.value = [...select.options].some(({ value }) => value === wanted) ? wanted : '';
  }
  apply();
}

function compare(place: HTMLElement, from: string, to: string, isWanted: () => boolean): void {
  const root = rootOf(place);
  loadScript(place.dataset['source'] ?? '', () => {
    const { comparisonCatalogue: catalogue } = globalThis;
    const fileOf = (target: string) => catalogue?.targets.find(({ id }) => id === target)?.file ?? '';
    loadScript(`${root}${fileOf(from)}`, () =>
      loadScript(`${root}${fileOf(to)}`, () => {
        const { comparedTargets: targets } = globalThis;
        const [one, other] = [targets?.get(from), targets?.get(to)];
        if (catalogue === undefined || one === undefined || other === undefined || !isWanted()) return;
        render(<Switch catalogue={catalogue} from={one} to={other} root={root} />, place);
      }),
    );
  });
}

function rootOf({ dataset }: HTMLElement): Root {
  return dataset['root'] === '../' ? '../' : '../../';
}
