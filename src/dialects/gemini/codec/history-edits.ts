/** What of a history of Gemini may be altered. */
import { type HistoryEdit, leftOut, partsLeftOut, tampered } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isPart = (object: JsonObject) => 'thoughtSignature' in object;
const isThought = ({ thought }: JsonObject) => thought === true;
const isCallOrResult = (object: JsonObject) => 'name' in object && ('args' in object || 'response' in object);

export const historyEdits: readonly HistoryEdit[] = [
  partsLeftOut('thought-parts', 'an answer', isThought),
  leftOut('thoughtSignature', 'a part', isPart),
  tampered('thoughtSignature', 'a part', isPart),
  leftOut('id', 'a call and its result', isCallOrResult),
];
