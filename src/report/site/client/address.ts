/** Puts the reader's choices into the address at once, without a step in the history. */
export function remember(choices: URLSearchParams): void {
  const address = new URL(location.href);
  address.search = choices.toString();
  try {
    history.replaceState(null, '', address);
  } catch {
    // Some browsers keep the address of a file as it is; the view is right all the same.
  }
}
