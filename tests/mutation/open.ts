/** The mutants that no case catches yet: each is a case to write, a condition to give up, or a reason to find. */
export const OPEN: readonly string[] = [];
