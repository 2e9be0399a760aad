/** Faults that no answer of the reference provider can show, with the reason. */
export const UNSERVED: Readonly<Record<string, string>> = {};
