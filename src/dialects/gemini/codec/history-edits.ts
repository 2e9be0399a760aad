/** The edits of a history that Gemini has fields for. */
import { type HistoryEdit, leftOut, partsLeftOut, tampered } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';
import { DUMMY_SIGNATURE } from './encode.ts';

const isPart = (object: JsonObject) => 'thoughtSignature' in object;
/** Excludes the placeholder for calls of other models, which no provider issued. */
const isSigned = (object: JsonObject) => isPart(object) && object['thoughtSignature'] !== DUMMY_SIGNATURE;
const isThought = ({ thought }: JsonObject) => thought === true;
const isCallOrResult = (object: JsonObject) => 'name' in object && ('args' in object || 'response' in object);

export const historyEdits: readonly HistoryEdit[] = [
  partsLeftOut('thought-parts', 'an answer', isThought),
  leftOut('thoughtSignature', 'a part', isPart),
  tampered('thoughtSignature', 'a part', isSigned),
  leftOut('id', 'a call and its result', isCallOrResult),
];
