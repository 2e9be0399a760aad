/** Reads an `/api/chat` request: what it asks for, and what the answer must therefore contain. */

import type { HttpRequest } from '../../../evidence/exchange.ts';
import { keptSchemaOf } from '../../../reading/kept-schema.ts';
import { isFilledText, isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type { OfferedTool, RequestReading } from '../../../reading/reading.ts';
import { firstNumber, readBody } from '../../../reading/request-body.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { keepsKeyword } from './answer-schema.ts';
import { type Messages, readMessages } from './messages.ts';

export interface OllamaRequest extends RequestReading, Pick<Messages, 'turns'> {}

export function readRequest(request: HttpRequest): OllamaRequest {
  const { json, body } = readBody(request);
  const options = isObject(body['options']) ? body['options'] : {};
  const limit = firstNumber(options['num_predict']);
  const messages = readMessages(body['messages']);
  return {
    json,
    model: textOrNull(body['model']),
    // Streaming is the default.
    streaming: body['stream'] !== false,
    choices: 1,
    tools: listOf(body['tools']).flatMap(readTool),
    serverTools: false,
    unlistedTools: false,
    looseArguments: false,
    toolChoice: null,
    parallelCalls: null,
    // Only a positive value is a limit.
    maxTokens: limit === null || limit < 1 ? null : limit,
    stopStrings: isFilledText(options['stop']) || listOf(options['stop']).length > 0,
    usagePromised: true,
    costPromised: false,
    onlyUpstreams: null,
    audio: false,
    historyPath: 'messages',
    returnsResults: messages.history.at(-1)?.answers !== undefined,
    continues: null,
    // JSON mode without a schema accepts any JSON.
    ...(isObject(body['format']) ? { answerSchema: keptSchemaOf(body['format'], keepsKeyword) } : {}),
    instructions: undefined,
    promptShape: [body['tools'], body['format'], isPresent(body['think']) ? body['think'] : false],
    ...messages,
  };
}

function readTool(tool: Json): OfferedTool[] {
  const offered = isObject(tool) && isObject(tool['function']) ? tool['function'] : {};
  const { name, parameters } = offered;
  return typeof name === 'string' ? [{ name, parameters, strict: false }] : [];
}
