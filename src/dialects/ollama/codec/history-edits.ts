/** The edits of a history that Ollama's own API has fields for. */
import { type HistoryEdit, leftOut } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isAnswer = ({ role }: JsonObject) => role === 'assistant';
const isCall = (object: JsonObject) => 'function' in object;
const isResult = ({ role }: JsonObject) => role === 'tool';

export const historyEdits: readonly HistoryEdit[] = [
  leftOut('thinking', 'an answer', isAnswer),
  leftOut('id', 'a call', isCall),
  leftOut('tool_name', 'a result', isResult),
  leftOut('tool_call_id', 'a result', isResult),
];
