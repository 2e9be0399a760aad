/** Parses one recording as far as any judge must, and returns the number of its events. */
export function floorOf(text: string): number;
