/** finish: how an answer reports its end, and the reason. */

import {
  among,
  broken,
  type Context,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { Choice, Reading, Seen } from '../reading/reading.ts';
import { wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { report } from './authorities.ts';
import { requiresSomething, toolsByName } from './offered-tool.ts';
import { EITHER, type FamilyRules, HIDING_ANSWERS, HIDING_CALLS } from './record.ts';
import { unlessStrayChoice } from './stray-choice.ts';

const FINISH = {
  subject: 'provider',
  answer: 'either',
  skipsAudio: true,
  follows: ['shape/choice-index'],
} as const;

export const finish = {
  'finish/present': {
    ...FINISH,
    needsEveryEvent: true,
    title: ({ finishField }) => `Every choice gets a non-null ${finishField}`,
    level: 'MUST',
    impact: 'critical',
    judgesEmpty: 'streaming',
    needsEnd: true,
    run: unlessStrayChoice((reading, { terms }) => {
      const { choices } = reading.turn;
      if (choices.length === 0) {
        if (reading.delivery === 'buffered' && reading.standing.kind === 'answered') {
          return inconclusive('the answer has no choice');
        }
        const found = reading.standing.kind === 'empty' ? 'a body of 0 bytes' : 'no choice';
        const message = 'the stream ended before it began';
        return broken({ event: null, path: '', message, found, expected: `a ${terms.finishField}` });
      }
      const unfinished = choices
        .filter(({ finishes }) => finishes.length === 0)
        .map(({ event, finishPath, index }) =>
          findingAt(
            { event, path: finishPath, value: null },
            `choice ${index} never finished: the answer was cut off`,
            `a non-null ${terms.finishField}`,
          ),
        );
      return among(choices, unfinished);
    }),
  },
  'finish/known': {
    ...FINISH,
    needsEnd: true,
    title: ({ finishField }) => `${finishField} is one that the reference lists`,
    level: 'MUST',
    impact: 'critical',
    run: overFinished((choices, _, { terms: { finishes: known } }) =>
      choices.flatMap(({ finishes }) =>
        finishes
          .filter(({ value }) => !known.includes(wordOf(value)))
          .map((seen) => findingAt(seen, 'clients do not know this reason', `one of ${known.join(', ')}`)),
      ),
    ),
  },
  'finish/consistent': {
    ...FINISH,
    // Revision 2: an empty reason no longer counts. Revision 3: a single reason leaves nothing to compare.
    revision: 3,
    needsEnd: true,
    title: 'All non-null finish reasons of one choice agree',
    level: 'MUST',
    impact: 'critical',
    run: ({ turn }) => {
      const repeated = turn.choices.map(spoken).filter(({ length }) => length > 1);
      return among(
        repeated,
        repeated.flatMap(([first, ...later]) =>
          later
            .filter(({ value }) => value !== first?.value)
            .map((seen) =>
              findingAt(seen, `event ${first?.event ?? '?'} said otherwise`, show(first?.value)),
            ),
        ),
      );
    },
  },
  'finish/once': {
    ...FINISH,
    // An empty reason counted at first.
    revision: 2,
    needsEnd: true,
    title: 'The finish reason of a choice is sent once',
    level: 'SHOULD',
    impact: 'minor',
    authority: [
      report(
        'QwenLM/qwen-code/issues/2402',
        'A second, empty finish chunk overwrote the first and Qwen Code lost the assembled tool call.',
      ),
      report(
        'skye-harris/hass_local_openai_llm/pull/92',
        'The Home Assistant integration ran each call twice because OpenRouter repeats finish_reason tool_calls on the usage chunk.',
      ),
    ],
    answer: 'streaming',
    run: overFinished((choices) =>
      choices
        .map(spoken)
        .flatMap(([first, ...later]) =>
          later.map((seen) =>
            findingAt(seen, `event ${first?.event ?? '?'} had finished the choice`, 'null'),
          ),
        ),
    ),
  },
  'finish/tool-calls': {
    ...FINISH,
    // A call that the token limit cut off cannot be run, and clients do not know the words of other dialects.
    follows: [...FINISH.follows, 'finish/length', 'finish/known'],
    // Revision 2: a word that the reference does not list fails only finish/known.
    revision: 2,
    title: ({ calling }) => `A response with calls finishes with ${calling.join(' or ')}`,
    level: 'MUST',
    impact: 'critical',
    needsEnd: true,
    run: unlessStrayChoice(({ turn, request }, { terms }) => {
      const calling = turn.choices.filter(({ calls }) => calls.length > 0);
      if (calling.some(({ finishes }) => finishes.length === 0))
        return inconclusive('the choice never finished');
      // If the request was not recorded, the choice is unknown; in most dialects it does not matter.
      const forced = terms.callingForced.length > 0 && isForced(request);
      const allowed = [...terms.calling, ...terms.cut, ...(forced ? terms.callingForced : [])];
      const others = calling.flatMap(({ finishes }) => {
        const last = finishes.at(-1);
        if (last === undefined || finishes.some(({ value }) => allowed.includes(wordOf(value)))) return [];
        const [expected] = terms.calling;
        return [findingAt(last, `clients run tools on ${expected} only`, show(expected))];
      });
      return among(calling, others);
    }),
  },
  'finish/not-empty': {
    ...FINISH,
    follows: [...FINISH.follows, ...HIDING_ANSWERS, 'parts/no-response'],
    needsEveryEvent: true,
    title: ({ whole }) => `${whole.join(' and ')} comes with text, a refusal or a call`,
    level: 'SHOULD',
    impact: 'major',
    authority: [
      report(
        'earendil-works/pi/issues/8462',
        "After a successful tool result OpenRouter returned 'stop' with no text, call or usage, and pi ended the task as a success.",
      ),
      report(
        'janhq/jan/issues/8712',
        "Jan's agent accepts a reasoning-only completion with 'stop' and ends the turn with no answer.",
      ),
    ],
    asked: ({ stopStrings }) => !stopStrings,
    needsEnd: true,
    voidWhen: 'cutOff',
    run: unlessStrayChoice(({ turn }, { terms }) => {
      const isWhole = ({ value }: Seen) => terms.whole.includes(wordOf(value));
      const stopped = turn.choices.filter(({ finishes }) => finishes.some(isWhole));
      const empty = stopped.filter(({ hasAnswer }) => !hasAnswer);
      const findings = empty.flatMap(({ finishes, reasoning }) => {
        const seen = finishes.find(isWhole);
        const message = reasoning === '' ? 'the answer is empty' : 'the answer is reasoning and nothing else';
        return seen === undefined ? [] : [findingAt(seen, message, 'text, a refusal or a call')];
      });
      return among(stopped, findings);
    }),
  },
  'finish/no-phantom': {
    ...FINISH,
    // If the start of a call was lost, its deltas belong to no call.
    follows: [...FINISH.follows, ...HIDING_CALLS],
    needsEveryEvent: true,
    title: ({ calling }) => `${calling.join(' and ')} comes only with at least one call`,
    level: 'MUST',
    impact: 'critical',
    needsEnd: true,
    run: unlessStrayChoice(({ turn }, { terms }) => {
      const finishes = turn.choices.flatMap(({ finishes, calls }) =>
        finishes
          .filter(({ value }) => terms.calling.includes(wordOf(value)))
          .map((seen) => ({ seen, phantom: calls.length === 0 })),
      );
      const phantoms = finishes
        .filter(({ phantom }) => phantom)
        .map(({ seen }) =>
          findingAt(seen, 'clients wait for a call that never came', 'a call, or another reason'),
        );
      return among(finishes, phantoms);
    }),
  },
  'finish/length': {
    ...FINISH,
    follows: [...FINISH.follows, 'finish/known'],
    title: ({ finishField }) =>
      `An answer that used up its token limit and whose last arguments are cut off says so in ${finishField}`,
    level: 'MUST',
    impact: 'critical',
    needsEnd: true,
    asked: ({ maxTokens }) => maxTokens !== null,
    run: ({ turn, request }, { terms }) => {
      const cut = turn.choices.filter(({ calls }) => {
        const last = calls.at(-1);
        if (last?.isFunction !== true || last.json !== undefined || last.strangeArguments.length > 0)
          return false;
        return last.arguments !== '' || requiresSomething(toolsByName(request).get(last.name?.value));
      });
      const counted = turn.usages.at(-1)?.generated;
      if (cut.length === 0 || request.maxTokens === null || typeof counted !== 'number')
        return NOT_APPLICABLE;
      if (counted < request.maxTokens) return NOT_APPLICABLE;
      if (request.choices > 1) return inconclusive('the count is of all choices');
      const others = cut.flatMap(({ finishes }) => {
        const last = finishes.at(-1);
        if (last === undefined || finishes.some(({ value }) => terms.cut.includes(wordOf(value)))) return [];
        const message = `the answer took all ${request.maxTokens} tokens, and its arguments break off`;
        return [findingAt(last, message, show(terms.cut[0]))];
      });
      return among(cut, others);
    },
  },
  'finish/incomplete-reason': {
    ...EITHER,
    // With two statuses, it is unknown which one the details belong to; and an unknown word is only one fault.
    follows: ['finish/consistent', 'finish/known'],
    // Revision 2: a reason that the reference does not list fails only finish/known.
    revision: 2,
    title: 'incomplete has incomplete_details.reason, and completed has none',
    level: 'MUST',
    impact: 'critical',
  },
  'finish/failed-error': {
    ...EITHER,
    follows: ['errors/not-in-200', 'finish/consistent'],
    title: 'failed has error with code and message, and completed has none',
    level: 'MUST',
    impact: 'major',
  },
  'finish/stop-sequence': {
    ...EITHER,
    title: 'stop_sequence is one of stop_sequences with that stop_reason, and null with any other',
    level: 'MUST',
    impact: 'critical',
  },
  'finish/call-accepted': {
    title: 'The provider does not flag the calls of its own model',
    level: 'SHOULD',
    impact: 'critical',
    subject: 'model',
    answer: 'either',
  },
  'finish/blocked': {
    ...EITHER,
    title: 'With promptFeedback.blockReason there are no candidates',
    level: 'MUST',
    impact: 'major',
  },
} satisfies FamilyRules<'finish'>;

type Rule = (reading: Reading, at: Context) => Judgement;

/** The finish reasons that are not empty; finish/known judges empty ones. */
export function spoken({ finishes }: Choice): readonly Seen[] {
  return finishes.filter(({ value }) => value !== '');
}

function isForced({ toolChoice }: Reading['request']): boolean {
  return (
    toolChoice?.kind === 'named' ||
    toolChoice?.kind === 'required' ||
    (toolChoice?.kind === 'allowed' && toolChoice.required)
  );
}

/** Runs a rule on the choices that have a finish reason. */
function overFinished(
  rule: (choices: readonly Choice[], reading: Reading, at: Context) => readonly Finding[],
): Rule {
  return (reading, at) => {
    const finished = reading.turn.choices.filter(({ finishes }) => finishes.length > 0);
    return among(finished, rule(finished, reading, at));
  };
}
