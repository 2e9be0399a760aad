/** Facts about whether the model makes calls, and whether answers with calls contain thoughts. */
import type { AnyDialect } from '../../dialects/catalogue.ts';
import type { Reading } from '../../reading/reading.ts';
import { plural } from '../../text/quantities.ts';
import { baseOf } from '../contract/base.ts';
import type { Asking, Fact } from '../fact.ts';
import { unknown } from '../finding.ts';

export const toolCalls: Fact = {
  id: 'surface/tool-calls',
  area: 'surface',
  question: 'Does the model call the tools that it is asked to call?',
  mostRequests: 2,
  ask: (dialect) =>
    askOf(dialect, ({ turn }) => `${plural(turn.calls.length, 'call')} where two were asked for`),
};

export const thoughts: Fact = {
  id: 'surface/thoughts',
  area: 'surface',
  question: 'Does an answer with calls hold what the model thought?',
  mostRequests: 2,
  ask: (dialect) =>
    askOf(dialect, ({ turn }) =>
      turn.choices.some(({ reasoning }) => reasoning !== '') ? 'the answer holds thoughts' : null,
    ),
};

/** @param shown returns what the answer shows, or null */
function* askOf(dialect: AnyDialect, shown: (answer: Reading) => string | null): Asking {
  const base = yield* baseOf(dialect);
  if (typeof base === 'string') return unknown(base);
  const because = shown(base.answer);
  return because === null
    ? unknown('the answer holds no thoughts in plain text')
    : { kind: 'accepted', because };
}
