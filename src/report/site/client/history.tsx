/** @jsxRuntime automatic @jsxImportSource preact */
/** The history with the reader's choices: a night, some of the targets, and the checks of those that are open. */
import { render } from 'preact';
import type { TargetHistory } from '../../../results/history/page.ts';
import { plural } from '../../../text/quantities.ts';
import type { HistoryData, HistoryTarget } from '../history/data.ts';
import { dateAfter, daysBetween, signAt, standingAt } from '../history/spells.ts';
import { HistoryTable, NightShown } from '../history/table.tsx';
import { remember } from './address.ts';
import { loadScript } from './scripts.ts';

const ROOT = '../';

export function showHistory(place: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>('form.history-choices');
  const shown = document.querySelector<HTMLElement>('#night-shown');
  if (form !== null && shown !== null) new HistoryView(place, form, shown);
}

class HistoryView {
  readonly #place: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #shown: HTMLElement;
  /** The open targets by id; null until the detail has loaded. */
  readonly #open = new Map<string, TargetHistory | null>();

  /** The shown rows; null while the static content is shown. */
  #rows: readonly HistoryTarget[] | null = null;

  constructor(place: HTMLElement, form: HTMLFormElement, shown: HTMLElement) {
    this.#place = place;
    this.#form = form;
    this.#shown = shown;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => this.#choose());
    place.addEventListener('click', (event) => this.#click(event));
    const address = new URLSearchParams(location.search);
    // Without choices, the static page is right, and the data are loaded on demand.
    if (address.size > 0) this.#load(() => this.#restore(address));
  }

  #click(event: MouseEvent): void {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const place = target.closest<HTMLElement>('button[data-place]')?.dataset['place'];
    if (place !== undefined) this.#load((data) => this.#toggle((this.#rows ?? data.targets)[Number(place)]));
    const strip = target.closest('.strip');
    if (strip !== null)
      this.#load((data) => this.#pointAt(data, event.clientX, strip.getBoundingClientRect()));
  }

  #load(done: (data: HistoryData) => void): void {
    loadScript(this.#place.dataset['source'] ?? '', () => {
      if (globalThis.historyData !== undefined) done(globalThis.historyData);
    });
  }

  #toggle(row: HistoryTarget | undefined): void {
    if (row === undefined) return;
    const { target: id, file } = row;
    if (this.#open.delete(id)) {
      this.#choose();
      return;
    }
    this.#open.set(id, null);
    this.#choose();
    loadScript(`${ROOT}${file}`, () => {
      const detail = globalThis.targetHistories?.get(id);
      if (detail === undefined || !this.#open.has(id)) return;
      this.#open.set(id, detail);
      this.#choose();
    });
  }

  /** A click on a strip chooses the night at that position. */
  #pointAt(data: HistoryData, x: number, { left, width }: DOMRect): void {
    const days = data.targets[0]?.strip.length ?? 0;
    const day = Math.min(days - 1, Math.max(0, Math.floor(((x - left) / width) * days)));
    const field = this.#field('night');
    if (field !== null) field.value = String(day);
    this.#choose();
  }

  /** Restores the choices from the address, so that a view can be shared. */
  #restore(address: URLSearchParams): void {
    const { days, targets } = globalThis.historyData ?? {};
    if (days == null || targets === undefined) return;
    const night = address.get('night');
    for (const name of ['q', 'show']) {
      const field = this.#field(name);
      if (field !== null) field.value = address.get(name) ?? '';
    }
    const field = this.#field('night');
    if (field !== null && night !== null && !Number.isNaN(Date.parse(night))) {
      field.value = String(daysBetween(days.from, night));
    }
    this.#choose();
    for (const id of address.getAll('open')) this.#toggle(targets.find(({ target }) => target === id));
  }

  #choose(): void {
    this.#load((data) => this.#show(data));
  }

  #show(data: HistoryData): void {
    const { days } = data;
    if (days === null) return;
    const day = Number(this.#field('night')?.value ?? 0);
    const date = dateAfter(days.from, day);
    const q = this.#field('q')?.value ?? '';
    const show = this.#field('show')?.value ?? '';
    const targets = data.targets.filter((target) => isChosen(target, day, q, show));
    this.#rows = targets;
    const view = { from: days.from, day, targets, open: this.#open, checks: data.checks };
    render(<HistoryTable view={view} root={ROOT} />, this.#place);
    render(<NightShown nights={data.nights} from={days.from} day={day} root={ROOT} />, this.#shown);
    this.#field('night')?.setAttribute('aria-valuetext', date);
    this.#place.style.setProperty('--at', `${((day + 0.5) / daysIn(data)) * 100}%`);
    this.#place.classList.add('with-night');
    const output = this.#form.querySelector('output');
    if (output !== null) output.textContent = countText(targets.length, data.targets.length);
    remember(addressOf({ q, show, night: date === days.to ? '' : date }, [...this.#open.keys()]));
  }

  #field(name: string): HTMLInputElement | HTMLSelectElement | null {
    const field = this.#form.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
  }
}

function daysIn({ days }: HistoryData): number {
  return days === null ? 1 : daysBetween(days.from, days.to) + 1;
}

function isChosen({ target, strip }: HistoryTarget, day: number, q: string, show: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => target.toLowerCase().includes(word))) return false;
  const sign = signAt(strip, day);
  if (show === 'failing') return sign === 'must' || sign === 'should';
  if (show === 'missing') return sign === null;
  if (show === 'changed') return day > 0 && standingAt(strip, day)?.since === day;
  return true;
}

function addressOf(choices: Readonly<Record<string, string>>, open: readonly string[]): URLSearchParams {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) if (value !== '') address.set(name, value);
  for (const id of open) address.append('open', id);
  return address;
}

function countText(chosen: number, of: number): string {
  return chosen === of ? plural(of, 'target') : `${chosen} of ${plural(of, 'target')}`;
}
