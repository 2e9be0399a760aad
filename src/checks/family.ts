/** The family of a check: what stands before the slash of its id. */
export function familyOf(check: string): string {
  return check.split('/', 1)[0] ?? check;
}
