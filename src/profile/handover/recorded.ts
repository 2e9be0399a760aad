/** The facts about the recorded conversation that `--history` names. */
import { dialectOf } from '../../dialects/catalogue.ts';
import type { Fact } from '../fact.ts';
import { lacking } from '../lacking.ts';
import { handOver, MOST_FOR_HAND_OVER } from './hand-over.ts';
import type { ForeignHistory } from './history.ts';

export function factsOfHistory(history: ForeignHistory): readonly Fact[] {
  const { sent } = history;
  const recordedIn = dialectOf(history.dialect).name;
  const fact = (id: string, question: string, ask: Fact['ask']): Fact => ({
    id,
    area: 'contract',
    question,
    mostRequests: MOST_FOR_HAND_OVER,
    ask,
  });
  return [
    fact(
      'contract/history-as-recorded',
      `Does the conversation of --history go on with every field as it was recorded in ${recordedIn}?`,
      (dialect) =>
        dialect.id !== history.dialect || sent === null
          ? lacking(`the history was recorded in ${recordedIn}, and is written anew in ${dialect.name}`)
          : handOver({ id: 'contract/history-as-recorded', history, sent }, dialect),
    ),
    fact(
      'contract/history-written-anew',
      'Does the conversation of --history go on as this dialect writes it, with the ids that were recorded and without thoughts?',
      (dialect) => handOver({ id: 'contract/history-written-anew', history }, dialect),
    ),
  ];
}
