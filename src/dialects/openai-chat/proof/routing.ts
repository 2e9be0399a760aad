/** Seeded faults and legal variants of routing: the model and upstream that served the request. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, sentBefore } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, last, set } from '../../../proof/edits/stream.ts';

export const routing: Table = [
  faults('routing/provider-reported', 'openrouter/streaming', {
    'routing/upstream-not-named': ['no chunk names the upstream', [drop(CHUNKS, 'provider')]],
  }),
  faults('routing/provider-reported', 'openrouter/buffered', {
    'routing/upstream-null': ['a body names the upstream null', turn(2, setBody('provider', null))],
    'routing/upstream-not-named-in-between': [
      'the second request is answered twice: first by nobody, then by another upstream',
      all(sentBefore(2, dropBody('provider')), turn(3, setBody('provider', 'Novita'))),
      { unserved: 'a client has to ask again' },
    ],
  }),
  faults('routing/provider-reported', 'openrouter-pinned/buffered', {
    'routing/pinned-and-not-named': ['one upstream is pinned, and none is named', [dropBody('provider')]],
  }),
  variants('routing/provider-reported', 'openrouter/streaming', {
    'routing/named-in-one-chunk': [
      'one chunk names the upstream',
      [drop(CHUNKS, 'provider'), set(last(CHUNKS), 'provider', 'DeepInfra')],
    ],
  }),
  variants('routing/provider-reported', 'midstream-error/streaming', {
    'routing/upstream-not-named-before-an-error': [
      'the stream turns into an error before the upstream is named',
      [drop(CHUNKS, 'provider')],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('routing/pinned', 'openrouter-pinned/buffered', {
    'routing/another-than-pinned': [
      'another upstream serves than the one that was pinned',
      [setBody('provider', 'Novita')],
    ],
    'routing/another-of-one-company': [
      'google-vertex is pinned, and Google AI Studio serves',
      [ask('provider.only', ['google-vertex']), setBody('provider', 'Google AI Studio')],
    ],
  }),
  faults('routing/pinned', 'openrouter-pinned/streaming', {
    'routing/another-midway': [
      'the last chunk names another upstream than the one that was pinned',
      [set(last(CHUNKS), 'provider', 'Fireworks')],
    ],
  }),
  variants('routing/pinned', 'openrouter-pinned/buffered', {
    'routing/slug-with-a-variant': [
      'the pinned slug names a variant of the upstream',
      [ask('provider.only', ['deepinfra/fp8'])],
    ],
    'routing/second-of-those-pinned': [
      'two upstreams are pinned, and the second serves',
      [ask('provider.only', ['novita', 'atlas-cloud']), setBody('provider', 'AtlasCloud')],
    ],
    'routing/display-name-of-another-word': [
      'google-vertex is pinned, and goes by the name of Google',
      [ask('provider.only', ['google-vertex']), setBody('provider', 'Google')],
    ],
    'routing/display-name-longer': [
      "the upstream's display name goes on after the slug",
      [ask('provider.only', ['novita']), setBody('provider', 'NovitaAI')],
    ],
  }),
  faults('routing/stable', 'openrouter/buffered', {
    'routing/another-in-the-next-turn': [
      'another upstream serves the second turn',
      turn(2, setBody('provider', 'Novita')),
    ],
  }),
  variants('routing/stable', 'openrouter/streaming', {
    'routing/order-without-only': [
      'an order of upstreams was wished for, and another serves every turn',
      [ask('provider', { order: ['novita'] })],
    ],
  }),
  faults('routing/model', 'text/buffered', {
    'routing/dated-model-in-another-order': [
      'the dated name has the words of the requested one in another order',
      [ask('model', 'author/substitute-2:free'), setBody('model', 'author/2-substitute-20251120')],
      { says: 'dated' },
    ],
  }),
  variants('routing/model', 'text/buffered', {
    'routing/no-model-requested': [
      'the request names no model',
      [askNot('model')],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('routing/model', 'openrouter-pinned/streaming', {
    'routing/model-as-requested': [
      'the model requested has the name of its author before a slash, and so has the one that answers',
      [set(CHUNKS, 'model', 'moonshotai/kimi'), ask('model', 'moonshotai/kimi')],
    ],
  }),
];
