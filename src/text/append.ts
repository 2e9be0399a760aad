/** Appends any number of items. As arguments of `push`, a hundred thousand items would overflow the stack. */
export function append<T>(list: T[], others: readonly T[]): void {
  for (const other of others) list.push(other);
}
