/** What the script of comparisons adds to their pages. */
import { showComparison } from './compare.tsx';

const place = document.querySelector<HTMLElement>('#comparison');
if (place !== null) showComparison(place);
