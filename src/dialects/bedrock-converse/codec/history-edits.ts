/** The edits of a history that Converse has fields for. */
import { type HistoryEdit, leftOut, partsLeftOut, put, tampered } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isReasoning = (object: JsonObject) => 'reasoningContent' in object;
const isSigned = (object: JsonObject) => 'signature' in object;
const isResult = (object: JsonObject) => 'toolUseId' in object && 'content' in object;

export const historyEdits: readonly HistoryEdit[] = [
  partsLeftOut('reasoningContent', 'an answer', isReasoning),
  leftOut('signature', 'a block of reasoning', isSigned),
  tampered('signature', 'a block of reasoning', isSigned),
  put({ id: 'status-error', what: 'a result is said to be an error' }, 'status', () => 'error', isResult),
];
