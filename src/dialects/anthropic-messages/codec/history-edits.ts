/** The edits of a history that the Messages API has fields for. */
import { type HistoryEdit, leftOut, partsLeftOut, put, tampered } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isThinking = ({ type }: JsonObject) => type === 'thinking' || type === 'redacted_thinking';
const isResult = ({ type }: JsonObject) => type === 'tool_result';

export const historyEdits: readonly HistoryEdit[] = [
  partsLeftOut('thinking', 'an answer', isThinking),
  leftOut('signature', 'a block of thinking', isThinking),
  tampered('signature', 'a block of thinking', isThinking),
  tampered('thinking', 'a block of thinking', isThinking),
  put({ id: 'is_error', what: 'a result is said to be an error' }, 'is_error', () => true, isResult),
];
