/** Builds generateContent requests. */

import type { Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import { isFilled, listOf } from '../../../reading/presence.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY } from '../../../reading/request-body.ts';
import type { Scenario, ScenarioFile, ScenarioMessage, ScenarioTool } from '../../../scenarios/scenario.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import type { GeminiCall, Part } from './assemble.ts';
import type { GeminiReading } from './read.ts';

export const encoding: Encoding<GeminiReading> = {
  openingMessages,
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};

/** The server tools, by the field that enables each. */
export const HOSTED = { 'web-search': 'googleSearch', 'code-execution': 'codeExecution' } as const;

/** The placeholder that the reference allows on calls that this provider never signed. */
export const DUMMY_SIGNATURE = 'skip_thought_signature_validator';

/** The system prompt is a separate field of the body. */
function openingMessages({ prompts: [prompt], history = [], tools }: Scenario): Json[] {
  return [promptMessage(prompt), ...historyContents(history, tools)];
}

function promptMessage(prompt: string): Json {
  return { role: 'user', parts: [{ text: prompt }] };
}

/**
 * Returns the parts of the first candidate unchanged, except that adjacent plain texts are joined and calls in pieces
 * are assembled.
 */
function answerMessages({ parts, candidates }: GeminiReading): Json[] {
  const first = candidates[0]?.index ?? 0;
  const repeated: JsonObject[] = [];
  for (const part of parts.filter(({ candidate }) => candidate === first)) {
    const json = repeatedPart(part);
    const before = repeated.at(-1);
    if (json === null) continue;
    if (before !== undefined && isPlainText(before) && isPlainText(json)) {
      repeated.splice(-1, 1, { text: wordOf(before['text']) + wordOf(json['text']) });
    } else {
      repeated.push(json);
    }
  }
  return [{ role: 'model', parts: repeated }];
}

/** Returns null for a part without content: an empty text, or a later piece of a call. */
function repeatedPart({ json, call }: Part): JsonObject | null {
  if (call !== null && call.pieces !== null) return call.part === json ? wholeCall(call) : null;
  return json['text'] === '' && json['thoughtSignature'] === undefined ? null : json;
}

function wholeCall({ part, sentId, name, json }: GeminiCall): JsonObject {
  const id = sentId === undefined ? {} : { id: sentId };
  return { ...part, functionCall: { ...id, name: name?.value ?? '', args: json ?? {} } };
}

function isPlainText(part: JsonObject): boolean {
  return typeof part['text'] === 'string' && Object.keys(part).length === 1;
}

/** Returns all results in one content, in the given order. */
function resultMessages(results: readonly ToolResult[]): Json[] {
  const parts = results.map(({ call: { id, name }, text, file }) =>
    resultPart(id === null ? null : id.value, name?.value ?? '', text, file),
  );
  return [{ role: 'user', parts }];
}

/** A file is a separate part of the response, which refers to it by name. */
function resultPart(id: Json, name: Json, output: string, file?: ScenarioFile): JsonObject {
  const held =
    file === undefined
      ? { response: { output } }
      : { response: { output, file: { $ref: file.name } }, parts: [{ inlineData: fileData(file) }] };
  return { functionResponse: { ...(isFilled(id) ? { id } : {}), name, ...held } };
}

function fileData({ name: displayName, kind, base64: data }: ScenarioFile): JsonObject {
  return { mimeType: kind === 'image' ? 'image/png' : 'application/pdf', data, displayName };
}

/** Adjacent results are parts of one content, in the history as in later turns. */
function historyContents(history: readonly ScenarioMessage[], tools: readonly ScenarioTool[]): Json[] {
  const contents: { role: string; parts: JsonObject[]; results: boolean }[] = [];
  const names = new Map<string | null, string>();
  for (const message of history) {
    const results = message.role === 'tool';
    const before = contents.at(-1);
    const parts = historyParts(message, names, tools[0]?.name ?? '');
    if (results && before?.results === true) append(before.parts, parts);
    else contents.push({ role: message.role === 'assistant' ? 'model' : 'user', parts, results });
  }
  return contents.map(({ role, parts }) => ({ role, parts }));
}

/** @param names of the calls so far, by id: a result needs the name, which the scenario gives only on the call */
function historyParts(
  message: ScenarioMessage,
  names: Map<string | null, string>,
  anyName: string,
): JsonObject[] {
  switch (message.role) {
    case 'user':
      return [{ text: message.text }];
    case 'assistant':
      return [
        ...(message.text === undefined ? [] : [{ text: message.text }]),
        ...(message.calls ?? []).map(({ id, name, arguments: text }) => {
          names.set(id, name);
          return {
            functionCall: { id, name, args: parseJson(text) ?? {} },
            thoughtSignature: DUMMY_SIGNATURE,
          };
        }),
      ];
    case 'tool':
      return [resultPart(message.answers, names.get(message.answers) ?? anyName, message.text)];
  }
}

function requestBody(scenario: Scenario, contents: readonly Json[], settings: RequestSettings): JsonObject {
  const { system, tools, maxTokens, reasoning, defect, dropsSignatures, answerSchema } = scenario;
  const { generationConfig, ...extra } = settings.extraBody ?? {};
  return {
    contents:
      defect === 'malformed' ? NO_HISTORY : dropsSignatures === true ? contents.map(unsigned) : contents,
    systemInstruction: { parts: [{ text: system }] },
    ...(tools.length === 0 ? {} : offer(scenario)),
    generationConfig: {
      [settings.tokenLimitField ?? 'maxOutputTokens']: maxTokens,
      ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
      ...(answerSchema === undefined
        ? {}
        : { responseMimeType: 'application/json', responseJsonSchema: answerSchema }),
      ...(reasoning === true ? { thinkingConfig: { includeThoughts: true } } : {}),
      ...(isObject(generationConfig) ? generationConfig : {}),
    },
    ...extra,
  };
}

/** Removes signatures, and the thoughts that they belong to. */
function unsigned(content: Json): Json {
  if (!isObject(content)) return content;
  const parts = listOf(content['parts']).flatMap((part) => {
    if (!isObject(part)) return [part];
    const { thoughtSignature, ...rest } = part;
    if (rest['thought'] === true || (thoughtSignature !== undefined && rest['text'] === '')) return [];
    return [rest];
  });
  return { ...content, parts };
}

/**
 * The API refuses functions together with server tools unless the request asks for the invocations of those; the model
 * then validates its calls.
 */
function offer({ tools, toolChoice, hosted }: Scenario): JsonObject {
  const own = hosted === 'web-search' || hosted === 'code-execution' ? HOSTED[hosted] : undefined;
  const strict = own !== undefined || tools.some((tool) => tool.strict);
  return {
    tools: [...(own === undefined ? [] : [{ [own]: {} }]), { functionDeclarations: tools.map(declaration) }],
    toolConfig: {
      functionCallingConfig: callingConfig(toolChoice ?? { kind: 'auto' }, strict),
      ...(own === undefined ? {} : { includeServerSideToolInvocations: true }),
    },
  };
}

function declaration({ name, description, parameters }: ScenarioTool): JsonObject {
  return { name, description, parametersJsonSchema: parameters };
}

/** AUTO neither enforces schemas nor applies allowedFunctionNames; VALIDATED does both. */
function callingConfig(choice: ToolChoice, strict: boolean): JsonObject {
  switch (choice.kind) {
    case 'auto':
      return { mode: strict ? 'VALIDATED' : 'AUTO' };
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'named':
      return { mode: 'ANY', allowedFunctionNames: [choice.name] };
    case 'allowed':
      return { mode: choice.required ? 'ANY' : 'VALIDATED', allowedFunctionNames: choice.names };
  }
}
