/** finish: how an answer says that it is over, and why. */
import {
  type Check,
  type Context,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { Choice, Reading, Seen } from '../reading/reading.ts';
import { show } from '../text/json-text.ts';
import { OAS_CHOICE, OPENROUTER_API, reports } from './authorities.ts';

const FINISH = { subject: 'provider', answer: 'either', skipsAudio: true } as const;

export const finish: readonly Check[] = [
  {
    ...FINISH,
    id: 'finish/present',
    title: 'Every choice gets a non-null finish_reason',
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_CHOICE('finish_reason is why the model stopped; it is null only until then.')],
    needsEnd: true,
    run: unlessStrayChoice((reading, { terms }) => {
      const { choices } = reading.turn;
      if (choices.length === 0) {
        if (reading.delivery === 'buffered' && reading.standing.kind === 'answered') {
          return inconclusive('the answer has no choice');
        }
        const found = reading.standing.kind === 'empty' ? 'a body of 0 bytes' : 'no choice';
        return [
          {
            event: null,
            path: '',
            message: 'the stream ended before it began',
            found,
            expected: `a ${terms.finishField}`,
          },
        ];
      }
      return choices
        .filter(({ finishes }) => finishes.length === 0)
        .map(({ event, finishPath, index }) =>
          findingAt(
            { event, path: finishPath, value: null },
            `choice ${index} never finished: the answer was cut off`,
            `a non-null ${terms.finishField}`,
          ),
        );
    }),
  },
  {
    ...FINISH,
    id: 'finish/known',
    title: 'finish_reason is stop, length, tool_calls, content_filter or function_call',
    level: 'MUST',
    impact: 'minor',
    authority: [
      OAS_CHOICE('finish_reason is one of stop, length, tool_calls, content_filter and function_call.'),
      OPENROUTER_API('finish_reason is normalised to tool_calls, stop, length, content_filter or error.'),
    ],
    run: overFinished((choices, _, { extensions, terms }) => {
      const known = [
        ...terms.finishes,
        ...[...extensions].flatMap((name) => terms.finishesUnder?.[name] ?? []),
      ];
      return choices.flatMap(({ finishes }) =>
        finishes
          .filter(({ value }) => typeof value !== 'string' || !known.includes(value))
          .map((seen) => findingAt(seen, 'clients do not know this reason', `one of ${known.join(', ')}`)),
      );
    }),
  },
  {
    ...FINISH,
    id: 'finish/consistent',
    title: 'All non-null finish reasons of one choice agree',
    level: 'MUST',
    impact: 'major',
    authority: [OAS_CHOICE('finish_reason is the one reason why the model stopped.')],
    run: overFinished((choices) =>
      choices.flatMap(({ finishes: [first, ...later] }) =>
        later
          .filter(({ value }) => value !== first?.value)
          .map((seen) => findingAt(seen, `event ${first?.event ?? '?'} said otherwise`, show(first?.value))),
      ),
    ),
  },
  {
    ...FINISH,
    id: 'finish/once',
    title: 'The finish reason of a choice is sent once',
    level: 'SHOULD',
    impact: 'minor',
    authority: [...reports('finish/once')],
    answer: 'streaming',
    run: overFinished((choices) =>
      choices.flatMap(({ finishes: [first, ...later] }) =>
        later.map((seen) => findingAt(seen, `event ${first?.event ?? '?'} had finished the choice`, 'null')),
      ),
    ),
  },
  {
    ...FINISH,
    id: 'finish/tool-calls',
    title: 'A response with calls finishes with tool_calls',
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_CHOICE('tool_calls is the reason if the model called a tool.')],
    needsEnd: true,
    run: unlessStrayChoice(({ turn, request }, { terms }) => {
      const calling = turn.choices.filter(({ calls }) => calls.length > 0);
      if (calling.length === 0) return NOT_APPLICABLE;
      if (calling.some(({ finishes }) => finishes.length === 0))
        return inconclusive('the choice never finished');
      const forced = request.toolChoice?.kind === 'named' || request.toolChoice?.kind === 'required';
      const allowed = [...terms.calling, ...terms.cut, ...(forced ? terms.callingForced : [])];
      return calling.flatMap(({ finishes }) => {
        const last = finishes.at(-1);
        if (last === undefined || finishes.some(({ value }) => allowed.includes(String(value)))) return [];
        const [expected] = terms.calling;
        return [findingAt(last, `clients run tools on ${expected} only`, show(expected))];
      });
    }),
  },
  {
    ...FINISH,
    id: 'finish/not-empty',
    title: 'stop comes with text, a refusal or a call',
    level: 'SHOULD',
    impact: 'major',
    authority: [...reports('finish/not-empty')],
    asked: ({ stopStrings }) => !stopStrings,
    needsEnd: true,
    voidWhen: 'cutOff',
    run: unlessStrayChoice(({ turn }, { terms }) => {
      const isWhole = ({ value }: Seen) => terms.whole.includes(String(value));
      const stopped = turn.choices.filter(({ finishes }) => finishes.some(isWhole));
      if (stopped.length === 0) return NOT_APPLICABLE;
      const empty = stopped.filter(({ hasAnswer }) => !hasAnswer);
      return empty.flatMap(({ finishes, reasoning }) => {
        const seen = finishes.find(isWhole);
        const message = reasoning === '' ? 'the answer is empty' : 'the answer is reasoning and nothing else';
        return seen === undefined ? [] : [findingAt(seen, message, 'text, a refusal or a call')];
      });
    }),
  },
  {
    ...FINISH,
    id: 'finish/no-phantom',
    title: 'tool_calls comes only with at least one call',
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_CHOICE('tool_calls is the reason if the model called a tool.')],
    needsEnd: true,
    run: unlessStrayChoice(({ turn }, { terms }) => {
      const finishes = turn.choices.flatMap(({ finishes, calls }) =>
        finishes
          .filter(({ value }) => terms.calling.includes(String(value)))
          .map((seen) => ({ seen, phantom: calls.length === 0 })),
      );
      if (finishes.length === 0) return NOT_APPLICABLE;
      return finishes
        .filter(({ phantom }) => phantom)
        .map(({ seen }) =>
          findingAt(seen, 'clients wait for a call that never came', 'a call, or another reason'),
        );
    }),
  },
];

type Rule = (reading: Reading, at: Context) => Judgement;

/** One cause, one failure: a stray choice index tears an answer apart, and shape/choice-index says so. */
function unlessStrayChoice(rule: Rule): Rule {
  return (reading, at) => {
    const stray = reading.turn.choices.some(({ index }) => index < 0 || index >= reading.request.choices);
    return stray ? inconclusive('a choice index is out of range: see shape/choice-index') : rule(reading, at);
  };
}

/** Runs a rule on the choices that have a finish reason; without any there is nothing to judge. */
function overFinished(
  rule: (choices: readonly Choice[], reading: Reading, at: Context) => readonly Finding[],
): Rule {
  return (reading, at) => {
    const finished = reading.turn.choices.filter(({ finishes }) => finishes.length > 0);
    return finished.length === 0 ? NOT_APPLICABLE : rule(finished, reading, at);
  };
}
