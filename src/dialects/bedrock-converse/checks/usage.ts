/** usage: the rules that only this dialect has, and the shared rules that it changes. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { type Breakdown, partsAddUp } from '../../../checks/usage-sums.ts';
import { among, type Check, findingAt, HOLDS, inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { listOf } from '../../../reading/presence.ts';
import type { UsageReport } from '../../../reading/reading.ts';
import { isObject } from '../../../text/json.ts';
import { CACHE, METADATA, STREAM } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';
import { isNamed } from './events.ts';

export const usage: RulesInDialect<ConverseReading> = {
  'usage/once': {
    title: 'One metadata event comes',
    authority: [METADATA('The metadata of a stream are one event.')],
    run: ({ chunks }) => {
      const [first, ...others] = chunks.filter(isNamed('metadata'));
      if (first === undefined) return NOT_APPLICABLE;
      return among(
        1,
        others.map(({ event, json }) =>
          findingAt(
            { event, path: 'usage', value: json['usage'] },
            `event ${first.event} had been the metadata`,
            'one metadata event',
          ),
        ),
      );
    },
  },
  'usage/last': {
    title: 'metadata is the last event, after messageStop',
    authority: [STREAM('metadata comes when the message is complete.')],
    run: ({ chunks, lastEvent }) => {
      const last = chunks.findLast(isNamed('metadata'));
      if (last === undefined) return NOT_APPLICABLE;
      const stop = chunks.find(isNamed('messageStop'));
      if (stop === undefined) return inconclusive('the message never stopped: see finish/present');
      // Other events after messageStop are judged by their own checks.
      if ((last.event ?? 0) > (stop.event ?? 0)) return HOLDS;
      const found = { event: last.event, path: 'usage', value: last.json['usage'] };
      return among(1, [
        findingAt(found, 'the message had not stopped', `event ${lastEvent}, after messageStop`),
      ]);
    },
  },
  'usage/cache-breakdown': {
    authority: [CACHE('cacheDetails break down what was written to the cache by the time that it lives.')],
    run: ({ turn }) => partsAddUp(turn.usages.map(breakdownOf)),
  },
};

/** A guardrail that blocks the prompt answers without a model, and then nothing is counted. */
export function unlessGuarded(run: Check<ConverseReading>['run']): Check<ConverseReading>['run'] {
  return (reading, at) => {
    const { choices, usages } = reading.turn;
    const isGuarded = choices[0]?.finishes[0]?.value === 'guardrail_intervened';
    return isGuarded && usages.at(-1)?.total === 0
      ? inconclusive('a guardrail answered, and no model was asked')
      : run(reading, at);
  };
}

/** An empty list means that nothing was written; there is no breakdown to check. */
function breakdownOf({ event, path, json }: UsageReport): Breakdown {
  return {
    whole: { event, path: `${path}.cacheWriteInputTokens`, value: json['cacheWriteInputTokens'] },
    parts: listOf(json['cacheDetails']).map((detail) =>
      isObject(detail) ? detail['inputTokens'] : undefined,
    ),
  };
}
