/** The edits of a history that Chat Completions has fields for. */
import { type HistoryEdit, leftOut, put } from '../../../drive/history-edit.ts';
import type { JsonObject } from '../../../text/json.ts';

const isAnswer = ({ role }: JsonObject) => role === 'assistant';
const hasCalls = (message: JsonObject) => isAnswer(message) && Array.isArray(message['tool_calls']);
const isCall = (object: JsonObject) => 'function' in object && 'id' in object;
const isResult = ({ role }: JsonObject) => role === 'tool';

export const historyEdits: readonly HistoryEdit[] = [
  leftOut('reasoning_content', 'an answer', isAnswer),
  leftOut('reasoning', 'an answer', isAnswer),
  leftOut('reasoning_details', 'an answer', isAnswer),
  leftOut('extra_content', 'a call', isCall),
  emptied('reasoning_content'),
  emptied('reasoning'),
  put({ id: 'content-null', what: 'content is null beside calls' }, 'content', () => null, hasCalls),
  put({ id: 'content-empty', what: 'content is an empty text beside calls' }, 'content', () => '', hasCalls),
  put({ id: 'content-list', what: 'content is an empty list beside calls' }, 'content', () => [], hasCalls),
  // The suite itself sends no content next to calls if there is no text.
  { ...leftOut('content', 'an answer with calls', hasCalls), isUsual: true },
  leftOut('type', 'a call', isCall),
  put({ id: 'index-added', what: 'a call has an index' }, 'index', () => 0, isCall),
  put({ id: 'name-added', what: 'a result has the name of its tool' }, 'name', () => 'code_word', isResult),
];

function emptied(field: string): HistoryEdit {
  const what = `the field ${field} of an answer is an empty text`;
  return put(
    { id: `${field}-emptied`, what },
    field,
    () => '',
    (object) => isAnswer(object) && field in object,
  );
}
