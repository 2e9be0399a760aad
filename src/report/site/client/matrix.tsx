/** @jsxRuntime automatic @jsxImportSource preact */
/** The matrix with the reader's choices. */
import { render } from 'preact';
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { completionsOf } from '../matrix/completion.ts';
import type { MatrixData } from '../matrix/data.ts';
import { MatrixPager } from '../matrix/pager.tsx';
import { CHOICES, formatState, type MatrixState, parseState } from '../matrix/state.ts';
import { Sums } from '../matrix/sums.ts';
import { MatrixTable } from '../matrix/table.tsx';
import { type MatrixView, matrixView } from '../matrix/view.ts';
import { remember } from './address.ts';
import type { TurnPage } from './keys.ts';

declare global {
  /** Set by the data file of the matrix. */
  var matrixData: MatrixData | undefined;
}

/** @returns a function that turns its pages */
export function showMatrix(place: HTMLElement): TurnPage {
  const form = document.querySelector<HTMLFormElement>('form.choices');
  if (form === null) {
    // Further pages are for readers without scripts; with a script, the first page shows all.
    location.replace(`${place.dataset['root']}matrix/index.html?page=${place.dataset['page']}`);
    return () => false;
  }
  return new Matrix(place, form).turnPage;
}

class Matrix {
  readonly #place: HTMLElement;
  readonly #form: HTMLFormElement;
  #state: MatrixState;
  /** Null until the data have loaded. */
  #view: MatrixView | null = null;
  #sums: Sums | null = null;

  constructor(place: HTMLElement, form: HTMLFormElement) {
    this.#place = place;
    this.#form = form;
    this.#state = parseState(new URLSearchParams(location.search));
    this.#fillForm();
    this.#listen();
    const load = () => loadData(this.#source, () => this.#show());
    // Without choices, the static page is right, and the data are loaded when the browser is idle.
    if (formatState(this.#state).size > 0) load();
    else addEventListener('load', () => setTimeout(load));
  }

  readonly turnPage: TurnPage = (step) => {
    const { page, pages } = this.#view ?? { page: 1, pages: 1 };
    if (page + step < 1 || page + step > pages) return false;
    this.#choose({ page: page + step });
    return true;
  };

  get #source(): string {
    return this.#place.dataset['source'] ?? '';
  }

  #listen(): void {
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.#choose({ ...this.#chosen(), page: 1 }));
    // The form is empty only after the event.
    this.#form.addEventListener('reset', () =>
      setTimeout(() => this.#choose(parseState(new URLSearchParams()))),
    );
    this.#place.addEventListener('click', (event) => {
      const { target } = event;
      if (!(target instanceof Element)) return;
      const family = target.closest<HTMLElement>('[data-family]')?.dataset['family'];
      const page = target.closest<HTMLElement>('a[data-page]')?.dataset['page'];
      if (family !== undefined) this.#choose({ open: toggled(this.#state.open, family) });
      if (page === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#choose({ page: Number(page) });
      this.#place.scrollIntoView();
    });
  }

  #choose(choice: Partial<MatrixState>): void {
    this.#state = { ...this.#state, ...choice };
    remember(formatState(this.#state));
    loadData(this.#source, () => this.#show());
  }

  #show(): void {
    const { matrixData: data } = globalThis;
    if (data === undefined) return;
    this.#sums ??= new Sums(data);
    const view = matrixView(data, this.#state, this.#sums);
    // Preact does not know the static content of the page, and would leave parts of it.
    if (this.#view === null) this.#place.replaceChildren();
    this.#view = view;
    const fileOf = (page: number) => `?${formatState({ ...this.#state, page })}`;
    render(
      <>
        <MatrixTable view={view} root={this.#place.dataset['root'] ?? ''} />
        <MatrixPager view={view} fileOf={fileOf} />
      </>,
      this.#place,
    );
    const output = this.#form.querySelector('output');
    if (output !== null) output.textContent = countText(view);
    this.#form
      .querySelector('datalist')
      ?.replaceChildren(...completionsOf(data, this.#state.q).map((query) => new Option('', query)));
  }

  #fillForm(): void {
    for (const name of CHOICES) {
      const field = this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
        field.value = this.#state[name];
    }
  }

  /** The choices in the form. */
  #chosen(): Partial<MatrixState> {
    const entries = [...new FormData(this.#form)].map(([name, value]) => [name, String(value)]);
    const { open: _, page: __, ...chosen } = parseState(new URLSearchParams(entries));
    return chosen;
  }
}

function countText({ matching, targets }: MatrixView): string {
  return matching === targets
    ? plural(targets, 'target')
    : `${thousands(matching)} of ${plural(targets, 'target')}`;
}

function toggled(open: readonly string[], family: string): string[] {
  return open.includes(family) ? open.filter((each) => each !== family) : [...open, family];
}

/** Loads the data file as a script, because pages from the file system may load only scripts. Calls `done` afterwards. */
function loadData(source: string, done: () => void): void {
  if (globalThis.matrixData !== undefined) {
    done();
    return;
  }
  const loading =
    document.querySelector<HTMLScriptElement>('script[data-matrix]') ?? document.createElement('script');
  loading.addEventListener('load', done);
  if (loading.isConnected) return;
  loading.dataset['matrix'] = '';
  loading.src = source;
  document.head.append(loading);
}
