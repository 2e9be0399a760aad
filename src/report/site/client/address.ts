/** Soon enough for whoever goes on, and after what was chosen is shown: writing the address takes milliseconds. */
const SOON_MS = 50;

let writing: ReturnType<typeof setTimeout> | undefined;

/** Puts the reader's choices into the address, without a step in the history. */
export function remember(choices: URLSearchParams): void {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const address = new URL(location.href);
    address.search = choices.toString();
    try {
      history.replaceState(null, '', address);
    } catch {
      // Some browsers keep the address of a file as it is; the view is right all the same.
    }
  }, SOON_MS);
}
