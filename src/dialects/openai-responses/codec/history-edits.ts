/** The edits of a history that the Responses API has fields for. */
import { type HistoryEdit, leftOut, partsLeftOut, tampered } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isReasoning = ({ type }: JsonObject) => type === 'reasoning';
const isCall = ({ type }: JsonObject) => type === 'function_call';

export const historyEdits: readonly HistoryEdit[] = [
  partsLeftOut('reasoning-items', 'an answer', isReasoning),
  leftOut('encrypted_content', 'a reasoning item', isReasoning),
  tampered('encrypted_content', 'a reasoning item', isReasoning),
  leftOut('id', 'a call', isCall),
  leftOut('status', 'a call', isCall),
];
