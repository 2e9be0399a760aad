/** What the script of the matrix adds to its page. */
import { showMatrix } from './matrix.tsx';
import { TURN_PAGE } from './turning.ts';

const matrix = document.querySelector<HTMLElement>('#matrix');
if (matrix !== null) {
  const turnPage = showMatrix(matrix);
  document.addEventListener(TURN_PAGE, (event) => {
    if (event instanceof CustomEvent && turnPage(event.detail === -1 ? -1 : 1)) event.preventDefault();
  });
}
