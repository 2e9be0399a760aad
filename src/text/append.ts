/** Adds all of them, however many: as arguments of `push` a hundred thousand would overflow the stack. */
export function append<T>(list: T[], others: readonly T[]): void {
  for (const other of others) list.push(other);
}
