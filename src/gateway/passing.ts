/** Properties that only both wires together show, whatever the content: if, when and how long the upstream is asked. */
import { type ArrivedChunk, HUNG_UP } from '../evidence/exchange.ts';
import type { ScenarioKnowledge } from '../judge/check.ts';
import type { Level } from '../judge/verdict.ts';
import type { Compared, Difference } from './difference.ts';
import type { PairedExchange } from './held-conversation.ts';

export interface Passing {
  readonly id: string;
  readonly title: string;
  readonly way: 'inwards' | 'outwards';
  readonly level: Level;
  readonly compare: (pair: PairedExchange, scenario: ScenarioKnowledge) => Compared;
}

const NOTHING: Compared = { shown: 0, differences: [] };
const KEPT: Compared = { shown: 1, differences: [] };

/** The upstream is asked once for each request, and again only after a failure that may be retried. */
export const ASKED: Passing = {
  id: 'asked',
  title: 'Upstream asked',
  way: 'inwards',
  level: 'MUST',
  compare({ outer, attempts, inner }, { invitesRefusal = false, dropsSignatures = false, foreignIds }) {
    if (inner.length === 0) {
      // The gateway itself may refuse a request that is allowed to be refused.
      const mayBe = invitesRefusal || dropsSignatures || foreignIds !== undefined;
      const isRefused = mayBe && (outer.response?.status ?? 0) >= 400;
      return outer.response === null || isRefused ? NOTHING : differing('lost', 'one request', 'no request');
    }
    const again = inner
      .slice(0, -attempts)
      .filter(({ exchange: { response } }) => !isRetried(response?.status));
    return again.length === 0 ? KEPT : differing('invented', 'one request', `${inner.length} requests`);
  },
};

function isRetried(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Chunks are passed on as they arrive; measured only with an upstream that pauses between them. */
export const CHUNK_TIMES: Passing = {
  id: 'chunk-times',
  title: 'Chunk times',
  way: 'outwards',
  level: 'SHOULD',
  compare({ outer, inner }) {
    const sent = spread(inner.at(-1)?.exchange.response?.chunks);
    const arrived = spread(outer.response?.chunks);
    if (sent === null || arrived === null || sent === 0 || outer.response?.status !== 200) return NOTHING;
    return arrived * 2 >= sent
      ? KEPT
      : differing('changed', `${Math.round(sent)} ms from first to last`, `${Math.round(arrived)} ms`);
  },
};

function spread(chunks: readonly ArrivedChunk[] | undefined): number | null {
  const [first, last] = [chunks?.[0], chunks?.at(-1)];
  return first === undefined || last === undefined ? null : last.at - first.at;
}

/** When the client hangs up, the upstream's work ends too. */
export const CANCELLATION: Passing = {
  id: 'cancellation',
  title: 'Cancellation',
  way: 'inwards',
  level: 'SHOULD',
  compare({ outer, inner, innerWentOn }) {
    const last = inner.at(-1);
    if (outer.failure !== HUNG_UP || last === undefined) return NOTHING;
    if (last.exchange.failure === HUNG_UP && !last.goesOn) return KEPT;
    return innerWentOn ? differing('lost', 'the client hung up', 'the upstream answered on') : NOTHING;
  },
};

function differing(fate: Difference['fate'], sent: string, arrived: string): Compared {
  return { shown: 1, differences: [{ fate, key: '', sent, arrived, why: null }] };
}
