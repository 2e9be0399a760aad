/** The dialogues that the Responses API has the fields for, and its own. */

import type { Dialogue } from '../../../proof/dialogue.ts';
import { DIALOGUES } from '../../../proof/dialogues.ts';
import {
  ALLOWED_DIALOGUES,
  CUSTOM_DIALOGUES,
  SEARCHING_DIALOGUES,
  STORED_DIALOGUES,
} from '../../../proof/optional-dialogues.ts';

const {
  'openrouter-pinned': _pinned,
  'openrouter-free': _free,
  'midstream-error': midstream,
  ...SHARED
} = DIALOGUES;

export const RESPONSES_DIALOGUES = {
  ...SHARED,
  ...CUSTOM_DIALOGUES,
  ...SEARCHING_DIALOGUES,
  'midstream-error': {
    ...midstream,
    fails: { 'framing/done-marker': 'OpenRouter ends its streams with it', ...midstream.fails },
  },
  ...ALLOWED_DIALOGUES,
  ...STORED_DIALOGUES,
} as const satisfies Record<string, Dialogue>;
