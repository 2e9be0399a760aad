/**
 * Renders the answers of a conforming provider in Gemini's format, as a model of generation 3 does, with signatures and
 * ids.
 */
import {
  type Answer,
  type AnsweredCall,
  type Envelope,
  type Tokens,
  words,
} from '../../../answers/answer.ts';
import type { Renderer } from '../../../answers/renderer.ts';
import type { Draft, ScriptedEvent } from '../../../answers/script.ts';
import type { JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { generationOf } from '../codec/address.ts';

export const geminiRenderer: Renderer = { streamed, buffered };

const FINISH: Readonly<Record<string, string>> = { stop: 'STOP', tool_calls: 'STOP', length: 'MAX_TOKENS' };

/**
 * Thoughts and text word by word, all calls in one chunk, and a last chunk with the reason, the signature and the
 * counts.
 */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const { text, reasoning, usage } = answer;
  const chunk = (candidate: JsonObject, usageMetadata: JsonObject): ScriptedEvent => ({
    lines: [],
    data: structuredClone({ candidates: [{ ...candidate, index: 0 }], usageMetadata, ...headOf(envelope) }),
  });
  const said = (...parts: readonly JsonObject[]) =>
    chunk({ content: { parts, role: 'model' } }, usageSoFar(usage));
  const calls = callParts(answer);
  return [
    ...words(reasoning).map((word) => said({ text: word, thought: true })),
    ...servedParts(answer, envelope).map((part) => said(part)),
    ...words(text).map((word) => said({ text: word })),
    ...(calls.length === 0 ? [] : [said(...calls)]),
    chunk(
      {
        content: {
          parts: [{ text: '', ...(calls.length === 0 ? signatureOf(answer) : {}) }],
          role: 'model',
        },
        finishReason: FINISH[answer.finish] ?? answer.finish,
        ...groundingOf(answer),
      },
      usageOf(answer),
    ),
  ];
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  const { text, reasoning } = answer;
  const calls = callParts(answer);
  const parts: JsonObject[] = [
    ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
    ...servedParts(answer, envelope),
    ...(text === undefined ? [] : [{ text, ...(calls.length === 0 ? signatureOf(answer) : {}) }]),
    ...calls,
  ];
  return structuredClone({
    candidates: [
      {
        content: { parts, role: 'model' },
        finishReason: FINISH[answer.finish] ?? answer.finish,
        index: 0,
        ...groundingOf(answer),
      },
    ],
    usageMetadata: usageOf(answer),
    ...headOf(envelope),
  });
}

/** A call as a part, in answers and in histories. */
export function callPart({ id, name, arguments: text }: AnsweredCall, signature?: string): JsonObject {
  const functionCall = { id, name, args: parseJson(text) };
  return { functionCall, ...(signature === undefined ? {} : { thoughtSignature: signature }) };
}

/** The calls and results of server tools, each part signed. */
function servedParts(answer: Answer, { id: of }: Envelope): JsonObject[] {
  const { served } = answer;
  const id = of.slice(0, 8);
  const signed = (part: JsonObject) => ({ ...part, ...signatureOf(answer) });
  if (served?.kind === 'code-execution') {
    const { code, output } = served;
    return [
      signed({ executableCode: { language: 'PYTHON', code, id } }),
      signed({ codeExecutionResult: { outcome: 'OUTCOME_OK', output, id } }),
    ];
  }
  if (served?.kind !== 'web-search') return [];
  const toolType = 'GOOGLE_SEARCH_WEB';
  return [
    signed({ toolCall: { toolType, args: { queries: [served.query] }, id } }),
    signed({ toolResponse: { toolType, response: { search_suggestions: served.query }, id } }),
  ];
}

/** The sources of the answer's text. */
function groundingOf({ served }: Answer): JsonObject {
  if (served?.kind !== 'web-search') return {};
  const { query, found } = served;
  const groundingChunks = found.map(({ url: uri, title }) => ({ web: { uri, title } }));
  return { groundingMetadata: { webSearchQueries: [query], groundingChunks } };
}

/** Results of server tools are input in addition to the prompt, and are counted separately. */
function usageOf({ usage, served }: Answer): JsonObject {
  const json = usageJson(usage);
  if (served === undefined) return json;
  const tokenCount = Math.ceil(jsonText({ ...served }).length / 4);
  return {
    ...json,
    totalTokenCount: usage.prompt + usage.completion + tokenCount,
    toolUsePromptTokenCount: tokenCount,
    toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount }],
  };
}

/** Usage as the reference defines it. Thoughts are counted separately from candidates. */
export function usageJson({ prompt, completion, reasoning, cached = 0 }: Tokens): JsonObject {
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: completion - reasoning,
    totalTokenCount: prompt + completion,
    ...(cached === 0 ? {} : { cachedContentTokenCount: cached }),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
  };
}

/** Of parallel calls, only the first is signed. */
function callParts({ calls = [], signature }: Answer): JsonObject[] {
  return calls.map((call, at) => callPart(call, at === 0 ? signature : undefined));
}

function signatureOf({ signature }: Answer): JsonObject {
  return signature === undefined ? {} : { thoughtSignature: signature };
}

function usageSoFar({ prompt }: Tokens): JsonObject {
  return {
    promptTokenCount: prompt,
    totalTokenCount: prompt,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
  };
}

/** A model with another name is an alias of one of generation 3. */
function headOf({ id, model }: Envelope): JsonObject {
  return {
    modelVersion: generationOf(model) === null ? `gemini-3-${model.replaceAll(':', '-')}` : model,
    responseId: id,
  };
}
