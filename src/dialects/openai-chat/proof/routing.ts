/** Seeded faults and legal variants of routing: who really served. */

import { MODEL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, last, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';

const PINNED = 'openrouter-pinned/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'routing/upstream-not-named',
    'no chunk names the upstream',
    'openrouter/streaming',
    [drop(CHUNKS, 'provider')],
    'routing/provider-reported',
  ),
  fault(
    'routing/upstream-null',
    'a body names the upstream null',
    'openrouter/buffered',
    turn(2, setBody('provider', null)),
    'routing/provider-reported',
  ),
  fault(
    'routing/another-than-pinned',
    'another upstream serves than the one that was pinned',
    PINNED,
    [setBody('provider', 'Novita')],
    'routing/pinned',
  ),
  fault(
    'routing/another-of-one-company',
    'google-vertex is pinned, and Google AI Studio serves',
    PINNED,
    [ask('provider.only', ['google-vertex']), setBody('provider', 'Google AI Studio')],
    'routing/pinned',
  ),
  fault(
    'routing/another-midway',
    'the last chunk names another upstream than the one that was pinned',
    'openrouter-pinned/streaming',
    [set(last(CHUNKS), 'provider', 'Fireworks')],
    'routing/pinned',
  ),
  fault(
    'routing/another-in-the-next-turn',
    'another upstream serves the second turn',
    'openrouter/buffered',
    turn(2, setBody('provider', 'Novita')),
    'routing/stable',
  ),
  fault(
    'routing/another-model',
    'another model answers than the one requested',
    'text/buffered',
    [setBody('model', 'substitute-2')],
    'routing/model',
    { says: 'another model' },
  ),
  fault(
    'routing/longer-model-name',
    'chunks name a sibling of the model, whose name goes on',
    'text/streaming',
    [set(CHUNKS, 'model', `${MODEL}-high`)],
    'routing/model',
    { says: 'another model' },
  ),
  fault(
    'routing/another-model-with-a-date',
    'another model answers, whose name has a date',
    'text/buffered',
    [setBody('model', 'substitute-2-2025-11-20')],
    'routing/model',
    { says: 'another model' },
  ),
  fault(
    'routing/dated-model-in-another-order',
    'the dated name has the words of the requested one in another order',
    'text/buffered',
    [ask('model', 'author/substitute-2:free'), setBody('model', 'author/2-substitute-20251120')],
    'routing/model',
    { says: 'dated' },
  ),
  fault(
    'routing/dated-model',
    'chunks name the dated alias of the model',
    'text/streaming',
    [set(CHUNKS, 'model', `${MODEL}-2025-11-20`)],
    'routing/model',
    { says: 'dated' },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'routing/named-in-one-chunk',
    'one chunk names the upstream',
    'openrouter/streaming',
    [drop(CHUNKS, 'provider'), set(last(CHUNKS), 'provider', 'DeepInfra')],
    'routing/provider-reported',
  ),
  variant(
    'routing/upstream-not-named-before-an-error',
    'the stream turns into an error before the upstream is named',
    'midstream-error/streaming',
    [drop(CHUNKS, 'provider')],
    'routing/provider-reported',
    { outcome: 'inconclusive' },
  ),
  variant(
    'routing/slug-with-a-variant',
    'the pinned slug names a variant of the upstream',
    PINNED,
    [ask('provider.only', ['deepinfra/fp8'])],
    'routing/pinned',
  ),
  variant(
    'routing/second-of-those-pinned',
    'two upstreams are pinned, and the second serves',
    PINNED,
    [ask('provider.only', ['novita', 'atlas-cloud']), setBody('provider', 'AtlasCloud')],
    'routing/pinned',
  ),
  variant(
    'routing/display-name-of-another-word',
    'google-vertex is pinned, and goes by the name of Google',
    PINNED,
    [ask('provider.only', ['google-vertex']), setBody('provider', 'Google')],
    'routing/pinned',
  ),
  variant(
    'routing/display-name-longer',
    "the upstream's display name goes on after the slug",
    PINNED,
    [ask('provider.only', ['novita']), setBody('provider', 'NovitaAI')],
    'routing/pinned',
  ),
  variant(
    'routing/model-as-requested',
    'the model requested has the name of its author before a slash, and so has the one that answers',
    'openrouter-pinned/streaming',
    [set(CHUNKS, 'model', 'moonshotai/kimi'), ask('model', 'moonshotai/kimi')],
    'routing/model',
  ),
  variant(
    'routing/order-without-only',
    'an order of upstreams was wished for, and another serves every turn',
    'openrouter/streaming',
    [ask('provider', { order: ['novita'] })],
    'routing/stable',
  ),
];
