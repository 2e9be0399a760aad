/** The fields that the references of the Gemini API and of Vertex AI define. */
import type { Fields } from '../../../checks/unknown-fields.ts';

const PART: Fields = {
  text: null,
  thought: null,
  thoughtSignature: null,
  inlineData: { mimeType: null, data: null, displayName: null },
  fileData: { mimeType: null, fileUri: null, displayName: null },
  functionCall: { id: null, name: null, args: null, partialArgs: null, willContinue: null },
  functionResponse: null,
  executableCode: { id: null, language: null, code: null },
  codeExecutionResult: { id: null, outcome: null, output: null },
  toolCall: null,
  toolResponse: null,
  videoMetadata: null,
  mediaResolution: null,
  partMetadata: null,
};

const USAGE: Fields = {
  promptTokenCount: null,
  cachedContentTokenCount: null,
  candidatesTokenCount: null,
  toolUsePromptTokenCount: null,
  thoughtsTokenCount: null,
  totalTokenCount: null,
  promptTokensDetails: { modality: null, tokenCount: null },
  cacheTokensDetails: { modality: null, tokenCount: null },
  candidatesTokensDetails: { modality: null, tokenCount: null },
  toolUsePromptTokensDetails: { modality: null, tokenCount: null },
  trafficType: null,
  serviceTier: null,
};

export const FIELDS: Fields = {
  candidates: {
    index: null,
    content: { role: null, parts: PART },
    finishReason: null,
    finishMessage: null,
    safetyRatings: null,
    citationMetadata: null,
    tokenCount: null,
    groundingAttributions: null,
    groundingMetadata: null,
    avgLogprobs: null,
    logprobsResult: null,
    urlContextMetadata: null,
    urlRetrievalMetadata: null,
    score: null,
  },
  promptFeedback: { blockReason: null, blockReasonMessage: null, safetyRatings: null },
  usageMetadata: USAGE,
  modelVersion: null,
  responseId: null,
  createTime: null,
  modelStatus: null,
  error: null,
};
