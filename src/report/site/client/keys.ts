/** The keyboard: `/` to search, `j` and `k` between failures, `?` for help. They can be switched off (WCAG 2.1.4). */
import { openHelp } from './help.tsx';
import { areKeysOn } from './key-switch.ts';

/** Turns one page of a matrix; returns false at its ends. */
export type TurnPage = (step: 1 | -1) => boolean;

const FAILURES = [
  '.features .f-broken > a',
  '.features .f-works-but > a',
  '.cell.must > a',
  '.cell.should > a',
  'article.check.must',
  'article.check.should',
  '.finding.must',
  '.finding.should',
  '.broken > li > a',
  '.failing-check.must h3 > a',
  '.failing-check.should h3 > a',
  '#newly-failing ~ .change-group .change a',
].join();

export function addKeys(turnPage: TurnPage | null): void {
  for (const button of document.querySelectorAll('button.help')) button.addEventListener('click', openHelp);
  const actions: Readonly<Record<string, () => void>> = {
    '/': () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
    j: () => goToFailure(1, turnPage),
    k: () => goToFailure(-1, turnPage),
    '?': openHelp,
  };
  addEventListener('keydown', (event) => {
    const action = actions[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (action === undefined || !isPlain || !areKeysOn() || isTyping() || isCovered()) return;
    event.preventDefault();
    action();
  });
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, select, textarea') ?? false;
}

function isCovered(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function goToFailure(step: 1 | -1, turnPage: TurnPage | null): void {
  const failures = [...document.querySelectorAll<HTMLElement>(FAILURES)].filter((each) =>
    each.checkVisibility(),
  );
  const next = neighbour(failures, step);
  if (next !== undefined) focus(next);
  else if (turnPage?.(step)) goToFailure(step, null);
}

/** The failure after or before the focused one; without one, the failure nearest to the focus. */
function neighbour(failures: readonly HTMLElement[], step: 1 | -1): HTMLElement | undefined {
  const { activeElement } = document;
  const here = activeElement instanceof HTMLElement ? activeElement : document.body;
  const at = failures.indexOf(here);
  if (at >= 0) return failures[at + step];
  const wanted = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const isBeyond = (each: HTMLElement) =>
    here === document.body ? step === 1 : (here.compareDocumentPosition(each) & wanted) !== 0;
  return step === 1 ? failures.find(isBeyond) : failures.findLast(isBeyond);
}

function focus(failure: HTMLElement): void {
  if (failure.tabIndex < 0) failure.tabIndex = -1;
  failure.focus();
}
