/** The family of a check: the part of its id before the slash. */
export function familyOf(check: string): string {
  return check.split('/', 1)[0] ?? check;
}
