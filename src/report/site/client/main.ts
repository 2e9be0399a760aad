/** The script of all pages; every page is complete without it. */
import { addCopying } from './copying.ts';
import { showDiff } from './diff.tsx';
import { addFilter } from './filtering.ts';
import { showHistory } from './history.tsx';
import { addKeys } from './keys.ts';
import { TURN_PAGE } from './turning.ts';
import { unfoldTarget } from './unfolding.ts';

const historyPlace = document.querySelector<HTMLElement>('#history');
if (historyPlace !== null) showHistory(historyPlace);
const diffPlace = document.querySelector<HTMLElement>('#diff');
if (diffPlace !== null) showDiff(diffPlace);
for (const filtered of document.querySelectorAll<HTMLElement>('[data-filter]')) addFilter(filtered);
addCopying();
addKeys((step) => {
  const asked = new CustomEvent(TURN_PAGE, { detail: step, cancelable: true });
  return !document.dispatchEvent(asked);
});
addEventListener('hashchange', unfoldTarget);
unfoldTarget();
