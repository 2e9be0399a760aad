/** Seeded faults and legal variants of routing: who really served. */

import { MODEL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { onVertex } from './edits.ts';
import { START } from './places.ts';

export const faults: readonly SeededFault[] = [
  fault(
    'routing/another-model',
    'another model answers',
    'text/buffered',
    [setBody('model', 'another-2')],
    'routing/model',
    { says: 'another model' },
  ),
  fault(
    'routing/dated-model',
    'message_start names the dated alias of the model',
    'text/streaming',
    [set(START, 'message.model', `${MODEL}-20251120`)],
    'routing/model',
    { says: 'dated' },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'routing/model-in-the-path',
    'the path names the model',
    'text/streaming',
    [onVertex],
    'routing/model',
  ),
  variant(
    'routing/author-before-a-slash',
    'the model has the name of its author before a slash, in both',
    'openrouter/streaming',
    [ask('model', 'anthropic/claude'), set(START, 'message.model', 'anthropic/claude')],
    'routing/model',
    { observes: [] },
  ),
];
