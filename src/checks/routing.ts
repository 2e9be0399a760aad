/** routing: which upstream really answered. */

import {
  among,
  broken,
  type Context,
  findingAt,
  HOLDS,
  inconclusive,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { RequestReading } from '../reading/reading.ts';
import { show } from '../text/json-text.ts';
import { EITHER, type FamilyRules } from './record.ts';

const ROUTING = {
  subject: 'provider',
  answer: 'either',
  asked: (_: RequestReading, { extensions }: Context) => extensions.has('openrouter'),
} as const;

export const routing = {
  'routing/provider-reported': {
    ...ROUTING,
    title: 'provider names the upstream that served',
    level: 'SHOULD',
    impact: 'minor',
    needsEnd: true,
    run: ({ turn }) =>
      turn.upstreams.length > 0
        ? HOLDS
        : broken(
            findingAt({ event: null, path: 'provider', value: undefined }, 'no upstream is named', 'a name'),
          ),
  },
  'routing/pinned': {
    ...ROUTING,
    title: 'With provider.only, the upstream is one of those named',
    level: 'MUST',
    impact: 'critical',
    asked: ({ onlyUpstreams }, { extensions }) => extensions.has('openrouter') && onlyUpstreams !== null,
    run: ({ turn, request }) => {
      const allowed = request.onlyUpstreams ?? [];
      if (turn.upstreams.length === 0) return inconclusive('the answer does not name its upstream');
      return among(
        turn.upstreams,
        turn.upstreams
          .filter(({ value }) => !allowed.some((slug) => isSameUpstream(slug, value)))
          .map((seen) => findingAt(seen, 'another upstream served', allowed.map(show).join(' or '))),
      );
    },
  },
  'routing/stable': {
    ...ROUTING,
    title: 'The upstream changes between turns',
    level: 'MAY',
    impact: 'minor',
    run: ({ turn }, { earlier }) => {
      const before = earlier.findLast((reading) => reading.turn.upstreams.length > 0);
      const [here] = turn.upstreams;
      if (before === undefined || here === undefined) return NOT_APPLICABLE;
      const then = before.turn.upstreams.at(-1)?.value;
      if (here.value === then) return HOLDS;
      return broken(findingAt(here, `exchange ${before.number} was served by ${show(then)}`, show(then)));
    },
  },
  'routing/model': {
    ...EITHER,
    title: 'The response names another model than the one requested',
    level: 'MAY',
    impact: 'minor',
    run: ({ turn, request }) => {
      if (turn.model === null || request.model === null) return NOT_APPLICABLE;
      if (turn.model.value === request.model) return HOLDS;
      return broken(
        findingAt(turn.model, describeAlias(turn.model.value, request.model), show(request.model)),
      );
    },
  },
} satisfies FamilyRules<'routing'>;

/** Slugs are lower-case names, with a variant after a slash; `provider` is the display name, which may be longer. */
function isSameUpstream(slug: string, name: string): boolean {
  const [base = ''] = slug.split('/');
  const [wanted, served] = [fold(base), fold(name)];
  return served.startsWith(wanted) || served === DISPLAY_NAMES[wanted];
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
}

/** Slugs whose display name is a different word, both normalised. */
const DISPLAY_NAMES: Readonly<Record<string, string>> = { googlevertex: 'google' };

const DATE = /[-@]\d{2,4}-?\d{2}(?:-?\d{2})?$/u;

function describeAlias(served: string, requested: string): string {
  const isSame = requested.includes(served) || wordsOf(served) === wordsOf(requested);
  return DATE.test(served) && isSame
    ? 'a dated name of the requested model'
    : 'another model name than the requested one';
}

/** The words of a model name without variant and date, sorted, because OpenRouter's dated slugs have another order. */
function wordsOf(name: string): string {
  const [base = ''] = name.toLowerCase().split(':');
  return base
    .replace(DATE, '')
    .split(/[^a-z0-9]+/u)
    .toSorted()
    .join(' ');
}
