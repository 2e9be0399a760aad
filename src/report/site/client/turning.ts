/** How the keys ask whatever has pages to turn one: the event is taken where it did. Its detail is the step. */
export const TURN_PAGE = 'turn-page';
