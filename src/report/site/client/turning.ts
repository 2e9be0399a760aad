/** The event with which the keys ask for another page; a handler that turned one cancels it. Its detail is the step. */
export const TURN_PAGE = 'turn-page';
