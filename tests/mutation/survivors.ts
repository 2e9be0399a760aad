/** The mutants that no case of the proof can catch, with the reason. */

/** By reason; each mutant as `file: code -> what it becomes`, with single spaces. */
export const SURVIVORS: Readonly<Record<string, readonly string[]>> = {};
