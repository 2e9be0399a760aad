/** Unfolds the element that the address points to. */
export function unfoldTarget(): void {
  const place = targetOfAddress();
  if (place === null) return;
  const folded: HTMLDetailsElement[] = [];
  for (let around: Element | null = place; around !== null; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement && !around.open) folded.push(around);
  }
  for (const details of folded) details.open = true;
  if (folded.length > 0) place.scrollIntoView();
}

function targetOfAddress(): HTMLElement | null {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // A fragment with an invalid encoding names no element.
    return null;
  }
}
