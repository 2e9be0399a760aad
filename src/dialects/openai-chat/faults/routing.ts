/** Seeded faults and legal variants of routing: who really served. */
import { setBody } from '../../../faults/edits/body.ts';
import { turn } from '../../../faults/edits/edit.ts';
import { ask } from '../../../faults/edits/exchange.ts';
import { CHUNKS, drop, last, set } from '../../../faults/edits/stream.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { MODEL } from '../../../faults/stories.ts';

const PINNED = { base: 'openrouter-pinned/buffered' } as const;

export const routingFaults: readonly SeededFault[] = [
  {
    base: 'openrouter/streaming',
    name: 'routing/upstream-not-named',
    title: 'no chunk names the upstream',
    edit: turn(1, drop(CHUNKS, 'provider')),
    catches: 'routing/provider-reported',
  },
  {
    base: 'openrouter/buffered',
    name: 'routing/upstream-null',
    title: 'a body names the upstream null',
    edit: turn(2, setBody('provider', null)),
    catches: 'routing/provider-reported',
  },
  {
    ...PINNED,
    name: 'routing/another-than-pinned',
    title: 'another upstream serves than the one that was pinned',
    edit: turn(1, setBody('provider', 'Novita')),
    catches: 'routing/pinned',
  },
  {
    ...PINNED,
    name: 'routing/another-of-one-company',
    title: 'google-vertex is pinned, and Google AI Studio serves',
    edit: turn(1, ask('provider.only', ['google-vertex']), setBody('provider', 'Google AI Studio')),
    catches: 'routing/pinned',
  },
  {
    base: 'openrouter-pinned/streaming',
    name: 'routing/another-midway',
    title: 'the last chunk names another upstream than the one that was pinned',
    edit: turn(1, set(last(CHUNKS), 'provider', 'Fireworks')),
    catches: 'routing/pinned',
  },
  {
    base: 'openrouter/buffered',
    name: 'routing/another-in-the-next-turn',
    title: 'another upstream serves the second turn',
    edit: turn(2, setBody('provider', 'Novita')),
    catches: 'routing/stable',
  },
  {
    base: 'text/buffered',
    name: 'routing/another-model',
    title: 'another model answers than the one requested',
    edit: turn(1, setBody('model', 'substitute-2')),
    catches: 'routing/model',
    says: 'another model',
  },
  {
    base: 'text/streaming',
    name: 'routing/dated-model',
    title: 'chunks name the dated alias of the model',
    edit: turn(1, set(CHUNKS, 'model', `${MODEL}-2025-11-20`)),
    catches: 'routing/model',
    says: 'dated',
  },
];

export const routingVariants: readonly LegalVariant[] = [
  {
    base: 'openrouter/streaming',
    name: 'routing/named-in-one-chunk',
    title: 'one chunk names the upstream',
    near: 'routing/provider-reported',
    edit: turn(1, drop(CHUNKS, 'provider'), set(last(CHUNKS), 'provider', 'DeepInfra')),
  },
  {
    base: 'midstream-error/streaming',
    name: 'routing/upstream-not-named-before-an-error',
    title: 'the stream turns into an error before the upstream is named',
    near: 'routing/provider-reported',
    outcome: 'inconclusive',
    edit: turn(1, drop(CHUNKS, 'provider')),
  },
  {
    ...PINNED,
    name: 'routing/slug-with-a-variant',
    title: 'the pinned slug names a variant of the upstream',
    near: 'routing/pinned',
    edit: turn(1, ask('provider.only', ['deepinfra/fp8'])),
  },
  {
    ...PINNED,
    name: 'routing/second-of-those-pinned',
    title: 'two upstreams are pinned, and the second serves',
    near: 'routing/pinned',
    edit: turn(1, ask('provider.only', ['novita', 'atlas-cloud']), setBody('provider', 'AtlasCloud')),
  },
  {
    ...PINNED,
    name: 'routing/display-name-of-another-word',
    title: 'google-vertex is pinned, and goes by the name of Google',
    near: 'routing/pinned',
    edit: turn(1, ask('provider.only', ['google-vertex']), setBody('provider', 'Google')),
  },
  {
    ...PINNED,
    name: 'routing/display-name-longer',
    title: "the upstream's display name goes on after the slug",
    near: 'routing/pinned',
    edit: turn(1, ask('provider.only', ['novita']), setBody('provider', 'NovitaAI')),
  },
  {
    base: 'openrouter-pinned/streaming',
    name: 'routing/model-as-requested',
    title: 'the model requested has the name of its author before a slash, and so has the one that answers',
    near: 'routing/model',
    edit: turn(1, set(CHUNKS, 'model', 'moonshotai/kimi'), ask('model', 'moonshotai/kimi')),
  },
  {
    base: 'openrouter/streaming',
    name: 'routing/order-without-only',
    title: 'an order of upstreams was wished for, and another serves every turn',
    near: 'routing/stable',
    edit: turn(1, ask('provider', { order: ['novita'] })),
  },
];
