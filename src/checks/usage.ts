/** usage: the billed tokens. */

import {
  among,
  broken,
  type Context,
  type Finding,
  findingAt,
  HOLDS,
  hasFindings,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { HistoryMessage, Reading, UsageReport } from '../reading/reading.ts';
import { numberOf } from '../text/json.ts';
import { sameJson, show } from '../text/json-text.ts';
import { report } from './authorities.ts';
import { EITHER, type FamilyRules, STREAMED } from './record.ts';
import { addsUp, countOf, isCount, isCountedBeside, totalFault, withinJudgement } from './usage-sums.ts';

const USAGE = { subject: 'provider', answer: 'either' } as const;

export const usage = {
  'usage/present': {
    follows: ['shape/field-case'],
    ...USAGE,
    needsEveryEvent: true,
    title: 'Usage arrives with every buffered answer, and with a streamed one that asked for it',
    level: 'MUST',
    authority: [
      report(
        'simonw/llm/issues/1697',
        'Llm ends with a traceback when a buffered completion has no usage or `usage: null`.',
      ),
      report(
        'huggingface/smolagents/pull/2630',
        'Three smolagents adapters raise AttributeError on a good completion that has no usage.',
      ),
    ],
    impact: 'major',
    feature: 'stream-usage',
    asked: ({ usagePromised }, _, delivery) => delivery === 'buffered' || usagePromised,
    needsEnd: true,
    voidWhen: 'truncated',
    run: ({ turn }) => {
      if (turn.usages.length > 0) return HOLDS;
      const [strange] = turn.strangeUsage;
      return broken(
        findingAt(strange ?? { event: null, path: 'usage', value: undefined }, 'no usage came', 'an object'),
      );
    },
  },
  'usage/integers': {
    ...USAGE,
    title: ({ counts: { prompt, completion } }) =>
      `${prompt}, ${completion} and total_tokens are integers from 0`,
    level: 'MUST',
    impact: 'major',
    run: overUsages((usages) => {
      const faults: Finding[] = [];
      for (const report of usages) {
        for (const name of report.counts) {
          const value = report.json[name];
          if (isCount(value)) continue;
          faults.push(findingAt(countOf(report, name, value), 'not a number of tokens', 'an integer >= 0'));
        }
      }
      return among(1, faults);
    }),
  },
  'usage/total': {
    follows: ['usage/present', 'usage/integers'],
    ...USAGE,
    title: ({ counts: { prompt, completion } }) => `total_tokens = ${prompt} + ${completion}`,
    level: 'MUST',
    impact: 'major',
    run: overUsages((usages) => {
      const faults: Finding[] = [];
      let isCounted = false;
      for (const report of usages) {
        const { due, total } = report;
        if (!isCount(total) || !isCount(due)) continue;
        isCounted = true;
        if (total !== due) faults.push(totalFault(report));
      }
      return isCounted ? among(1, faults) : inconclusive('the counts are no integers');
    }),
  },
  'usage/counted': {
    // If tokens are counted as they come, only the last count is complete.
    follows: ['finish/present', 'usage/last'],
    // Revision 2: a count of 0 no longer counts beside a last chunk without a count.
    revision: 2,
    ...USAGE,
    needsEveryEvent: true,
    title: ({ counts: { prompt, completion } }) =>
      `${prompt} > 0, and ${completion} > 0 when anything was generated`,
    level: 'SHOULD',
    impact: 'major',
    run: overUsages((usages, { turn }) => {
      const last = usages.at(-1);
      if (last === undefined || !isCount(last.prompt) || !isCount(last.completion)) {
        return inconclusive('the counts are no integers');
      }
      const generated = turn.choices.some(
        ({ text, reasoning, refusal, calls }) =>
          text !== '' || reasoning !== '' || refusal !== '' || calls.length > 0,
      );
      const counts = [countOf(last, last.names.prompt, last.prompt)];
      if (generated) counts.push(countOf(last, last.names.completion, last.completion));
      return among(
        counts,
        counts
          .filter(({ value }) => value === 0)
          .map((seen) => findingAt(seen, 'there were tokens, and none is counted', 'more than 0')),
      );
    }),
  },
  'usage/cached-within-prompt': {
    ...USAGE,
    title: ({ counts: { cached, prompt } }) => `${cached} <= ${prompt}`,
    level: 'MUST',
    impact: 'minor',
    run: overUsages((usages) => withinJudgement(usages, 'cached', 'prompt')),
  },
  'usage/reasoning-within-completion': {
    ...USAGE,
    title: ({ counts: { reasoning, completion } }) => `${reasoning} <= ${completion}`,
    level: 'MUST',
    impact: 'minor',
    run: overUsages((usages) => {
      const within = usages.filter((report) => !isCountedBeside(report));
      const isExplained = usages.some(
        (report) => isCountedBeside(report) && numberOf(report.reasoning) > numberOf(report.completion),
      );
      const judged = withinJudgement(within, 'reasoning', 'completion');
      return isExplained && !hasFindings(judged)
        ? inconclusive('reasoning is counted beside the completion: see usage/total')
        : judged;
    }),
  },
  'usage/grows': {
    ...USAGE,
    // Revision 2: a prompt with a count of 0 fails only usage/counted. Revision 3: the client may shorten the history.
    revision: 3,
    title: ({ counts: { prompt } }) => `${prompt} grows from turn to turn`,
    level: 'SHOULD',
    impact: 'minor',
    authority: [
      report(
        'ROCm/FastFlowLM/issues/730',
        'A server reports only the newly evaluated tokens, so prompt_tokens falls from turn to turn although the history grows.',
      ),
      report(
        'ROCm/FastFlowLM/pull/729',
        'With that number OpenCode never compacts and runs into context overflow in a loop.',
      ),
    ],
    // Results of the provider's own search are in one prompt, but not in the next.
    asked: ({ returnsResults, serverTools }) => returnsResults && !serverTools,
    run: (reading, { earlier }) => {
      const before = earlier.findLast(({ standing }) => standing.kind === 'answered');
      if (before === undefined || !isComparable(before, reading)) return NOT_APPLICABLE;
      const [then, now] = [before.turn.usages.at(-1), reading.turn.usages.at(-1)];
      if (then === undefined || now === undefined) return NOT_APPLICABLE;
      if (![then, now].every(addsUp) || !isCount(then.prompt) || !isCount(now.prompt)) {
        return inconclusive('the usage of one turn does not add up');
      }
      if (now.prompt > then.prompt) return HOLDS;
      if (now.prompt === 0) return inconclusive('nothing of the prompt is counted: see usage/counted');
      const message = `the history grew, and exchange ${before.number} already counted ${then.prompt}`;
      return broken(
        findingAt(countOf(now, now.names.prompt, now.prompt), message, `more than ${then.prompt}`),
      );
    },
  },
  'usage/within-limit': {
    ...USAGE,
    title: ({ counts: { completion } }) => `${completion} go beyond the requested limit`,
    level: 'MAY',
    impact: 'minor',
    asked: ({ maxTokens }) => maxTokens !== null,
    run: overUsages((usages, { request }) => {
      const last = usages.at(-1);
      if (last === undefined || request.maxTokens === null || !isCount(last.generated))
        return inconclusive('no count to compare');
      // The limit applies to each choice, and usage counts all of them.
      const limit = request.maxTokens * request.choices;
      if (last.generated <= limit) return HOLDS;
      const seen = countOf(last, last.names.completion, last.generated);
      return broken(findingAt(seen, 'more tokens than the request allowed', `at most ${limit}`));
    }),
  },
  'usage/parity': {
    ...USAGE,
    title: ({ counts: { prompt } }) =>
      `The same first request costs the same ${prompt} streamed and buffered`,
    level: 'SHOULD',
    impact: 'minor',
    authority: [
      report(
        'BerriAI/litellm/issues/6488',
        'The same image request through litellm counted 725 prompt tokens buffered and 28 streamed for one provider, equal for OpenAI and vLLM.',
      ),
      report(
        'BerriAI/litellm/issues/7112',
        'The proxy reported about 1000 fewer tokens streamed than buffered, while the cloud console agreed with the buffered count.',
      ),
    ],
    answer: 'streaming',
    // An answer that never came, or that the client aborted, has no counts.
    asked: (_, { earlier, counterpart }) =>
      counterpart !== null && counterpart.standing.kind !== 'lost' && earlier.length === 0,
    run: overUsages((usages, reading, { counterpart }) => {
      const [streamed, buffered] = [usages.at(-1), counterpart?.turn.usages.at(-1)];
      if (
        streamed === undefined ||
        buffered === undefined ||
        !isCount(buffered.prompt) ||
        !isCount(streamed.prompt)
      ) {
        return inconclusive('one of the two deliveries counts no prompt');
      }
      if (reading.turn.upstreams[0]?.value !== counterpart?.turn.upstreams[0]?.value) {
        return inconclusive('another upstream served the buffered request');
      }
      if (streamed.prompt === buffered.prompt) return HOLDS;
      const seen = countOf(streamed, streamed.names.prompt, streamed.prompt);
      return broken(findingAt(seen, 'the buffered request was counted otherwise', show(buffered.prompt)));
    }),
  },
  'usage/chunk-choices-empty': {
    ...STREAMED,
    title: 'Where usage was asked for, the usage chunk has choices []',
    level: 'MUST',
    levelUnder: { openrouter: 'SHOULD' },
    impact: 'minor',
  },
  'usage/once': {
    ...STREAMED,
    // A report that lacks a count should not have been sent.
    follows: ['usage/integers'],
    // Revision 2: such a report fails only usage/integers.
    revision: 2,
    title: 'Usage is reported once',
    level: 'SHOULD',
    impact: 'minor',
  },
  'usage/last': {
    follows: ['usage/present', 'usage/integers'],
    ...STREAMED,
    title: 'The last report of usage is the one that counts',
    level: 'SHOULD',
    impact: 'minor',
  },
  'usage/null-elsewhere': {
    ...STREAMED,
    title: 'The other chunks leave usage out rather than carrying usage null',
    level: 'MAY',
    impact: 'trivial',
  },
  'usage/details': {
    ...EITHER,
    // A report with the names of another dialect has neither.
    follows: ['usage/integers'],
    title:
      'input_tokens_details.cached_tokens and output_tokens_details.reasoning_tokens are integers from 0',
    level: 'MUST',
    impact: 'minor',
  },
  'usage/start-counted': {
    ...STREAMED,
    title: 'message_start already counts the input',
    level: 'SHOULD',
    impact: 'major',
  },
  'usage/cumulative': {
    ...STREAMED,
    title: 'Counts do not shrink within a stream',
    level: 'MUST',
    impact: 'major',
  },
  'usage/input-stable': {
    ...STREAMED,
    title: 'The input counters of message_delta equal those of message_start',
    follows: ['usage/integers'],
    level: 'SHOULD',
    impact: 'minor',
  },
  'usage/cache-breakdown': {
    ...EITHER,
    title: 'The tokens written to the cache for 5 minutes and for 1 hour add up to all that are written',
    level: 'MUST',
    impact: 'minor',
  },
  'usage/details-sum': {
    ...EITHER,
    title: 'The details of a count, where sent, add up to it',
    level: 'SHOULD',
    impact: 'minor',
  },
  'usage/durations': {
    ...EITHER,
    title: 'Durations are integers of nanoseconds from 0, and no part takes longer than all of it',
    level: 'SHOULD',
    impact: 'minor',
  },
} satisfies FamilyRules<'usage'>;

/** Runs a rule on the usage reports of an answer; usage/present judges their absence. */
function overUsages(rule: (usages: readonly UsageReport[], reading: Reading, at: Context) => Judgement) {
  return (reading: Reading, at: Context): Judgement =>
    reading.turn.usages.length === 0 ? NOT_APPLICABLE : rule(reading.turn.usages, reading, at);
}

/** Returns true for the same upstream, tools, tool choice and response format, and a longer history. */
function isComparable(before: Reading, now: Reading): boolean {
  return (
    before.turn.upstreams[0]?.value === now.turn.upstreams[0]?.value &&
    before.request.model === now.request.model &&
    isLonger(before, now) &&
    sameJson(before.request.promptShape, now.request.promptShape)
  );
}

/**
 * Returns true if the history grew. A stored history grows with each request that names it; a sent history is compared,
 * because the client may have shortened earlier parts, such as old results.
 */
function isLonger(before: Reading, now: Reading): boolean {
  if (now.request.continues !== null) return now.request.continues === before.turn.id;
  const { history: sent } = before.request;
  const again = now.request.history.slice(0, sent.length);
  return (
    before.request.continues === null &&
    sent.length < now.request.history.length &&
    lengthOf(sent) <= lengthOf(again)
  );
}

function lengthOf(messages: readonly HistoryMessage[]): number {
  return messages.reduce((sum, { text }) => sum + text.length, 0);
}
