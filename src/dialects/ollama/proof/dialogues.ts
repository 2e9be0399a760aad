/** The dialogues of this dialect: those of all dialects that it has the fields for, and its own. */

import type { Dialogue } from '../../../proof/dialogue.ts';
import { withoutGateway } from '../../../proof/dialogues.ts';
import { BREAKING } from '../../../proof/optional-dialogues.ts';

/** No gateway speaks this dialect, and no field says whether, what or how often to call. */
const SHARED = withoutGateway('choice-none', 'choice-required', 'choice-named', 'parallel-off');

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...SHARED,
  'midstream-error': BREAKING,
};
