/** The dialogues of this dialect: the shared ones that it has the fields for, and its own. */
import type { Dialogue } from '../../../proof/dialogue.ts';
import { withoutGateway } from '../../../proof/dialogues.ts';
import {
  BREAKING,
  CACHED_DIALOGUES,
  CODE_DIALOGUES,
  forgottenThoughts,
  SEARCHING_DIALOGUES,
} from '../../../proof/optional-dialogues.ts';

/** No gateway speaks this dialect, and it has no fields to forbid calls or to limit parallel calls. */
const SHARED = withoutGateway('choice-none', 'parallel-off');

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...SHARED,
  ...SEARCHING_DIALOGUES,
  ...CODE_DIALOGUES,
  ...CACHED_DIALOGUES,
  ...forgottenThoughts('toolUse'),
  'midstream-error': { ...BREAKING, title: 'the stream turns into an exception' },
};
