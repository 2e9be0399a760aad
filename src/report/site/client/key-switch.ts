/** Switches single keys on and off. The browser stores the choice for all pages, if it can. */
const NAME = 'toolcall-conformance: keys';

let on = storedChoice();

export function areKeysOn(): boolean {
  return on;
}

export function switchKeys(choice: boolean): void {
  on = choice;
  try {
    localStorage.setItem(NAME, choice ? 'on' : 'off');
  } catch {
    // Without storage, the choice is valid until the reader leaves the page.
  }
}

function storedChoice(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true;
  }
}
