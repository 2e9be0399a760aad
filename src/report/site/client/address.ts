/** Puts the reader's choices into the address, without a new entry in the browser's history. */
export function remember(choices: URLSearchParams): void {
  const address = new URL(location.href);
  address.search = choices.toString();
  try {
    history.replaceState(null, '', address);
  } catch {
    // Some browsers do not allow this for files; the view is right anyway.
  }
}
