/** The mutants that no case catches yet: each is a case to write, a condition to give up, or a reason to find. */
export const OPEN: readonly string[] = [
  // They spare a question about a request that was not recorded; no test holds an answer alone against them.
  'src/checks/finish.ts: terms.callingForced.length > 0 -> terms.callingForced.length >= 0',
  'src/checks/finish.ts: terms.callingForced.length > 0 -> true',
  'src/dialects/gemini/checks/shape.ts: index === 0 -> false',
  // A text of two parts.
  'src/dialects/openai-responses/checks/events.ts: due + 1 -> due - 1',
];
