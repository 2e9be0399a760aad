/** The mutants that no case of the proof can catch, with the reason. */

/** By reason; each mutant as `file: code -> what it becomes`, with single spaces. */
export const SURVIVORS: Readonly<Record<string, readonly string[]>> = {
  'a filter, `asked` or a line before sees to it, and the compiler asks for it all the same': [
    'src/checks/finish.ts: request.maxTokens === null -> false',
    'src/checks/finish.ts: seen === undefined -> false',
    'src/checks/roundtrip.ts: scenario === null -> false',
    'src/checks/usage.ts: last === undefined -> false',
    'src/checks/usage.ts: last === undefined || request.maxTokens === null -> false',
    'src/checks/usage.ts: request.maxTokens === null -> false',
    'src/checks/usage.ts: streamed === undefined -> false',
  ],
  'it changes the words of a finding and no verdict': [
    "src/checks/arguments.ts: path === '' -> false",
    "src/checks/arguments.ts: path === '' -> path !== ''",
    "src/checks/arguments.ts: path === '' -> true",
    'src/checks/arguments.ts: offered.length === 0 -> false',
    'src/checks/arguments.ts: offered.length === 0 -> offered.length !== 0',
    'src/checks/arguments.ts: offered.length === 0 -> true',
    'src/checks/echo.ts: answers.length === 0 -> answers.length !== 0',
    'src/checks/echo.ts: answers.length === 0 -> false',
    'src/checks/echo.ts: answers.length === 0 -> true',
    'src/checks/echo.ts: times === 0 -> false',
    'src/checks/echo.ts: times === 0 -> times !== 0',
    'src/checks/echo.ts: times === 0 -> true',
    "src/checks/finish.ts: first?.event ?? '?' -> first?.event && '?'",
    "src/checks/finish.ts: reading.standing.kind === 'empty' -> false",
    "src/checks/finish.ts: reading.standing.kind === 'empty' -> reading.standing.kind !== 'empty'",
    "src/checks/finish.ts: reading.standing.kind === 'empty' -> true",
    "src/checks/finish.ts: reasoning === '' -> false",
    'src/checks/roundtrip.ts: status === 500 -> false',
    'src/checks/roundtrip.ts: status === 500 -> status !== 500',
    'src/checks/roundtrip.ts: status === 500 -> true',
    'src/checks/usage.ts: ([, value]) => show(value) -> () => undefined',
  ],
  'it puts a word that no provider says into a list of words': [
    'src/checks/finish.ts: [] -> ["Stryker was here"]',
  ],
  'a subject and a fact never begin at the same place of a text': [
    'src/checks/roundtrip.ts: at < stated.at -> at <= stated.at',
    'src/checks/roundtrip.ts: at > stated.at -> at >= stated.at',
  ],
};
