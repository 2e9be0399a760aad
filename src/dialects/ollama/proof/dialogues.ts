/** The dialogues of this dialect: the shared ones that it has the fields for, and its own. */

import type { Dialogue } from '../../../proof/dialogue.ts';
import { withoutGateway } from '../../../proof/dialogues.ts';
import { BREAKING } from '../../../proof/optional-dialogues.ts';

/** No gateway speaks this dialect, and it has no fields for the tool choice or for parallel calls. */
const SHARED = withoutGateway('choice-none', 'choice-required', 'choice-named', 'parallel-off');

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...SHARED,
  'midstream-error': BREAKING,
};
