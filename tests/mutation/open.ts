/** The mutants that no case catches yet: each is a case to write, a condition to give up, or a reason to find. */
export const OPEN: readonly string[] = [
  'src/dialects/gemini/checks/shape.ts: index === 0 -> false',
  // A text of two parts.
  'src/dialects/openai-responses/checks/events.ts: due + 1 -> due - 1',
  'src/checks/arguments.ts: mistaken.length === 0 -> true',
  "src/dialects/bedrock-converse/checks/reasoning.ts: type === 'toolUse' -> true",
  "src/dialects/bedrock-converse/checks/reasoning.ts: type === 'reasoningContent' -> false",
  'src/dialects/bedrock-converse/checks/results.ts: blocks .filter(({ served }) => served) -> blocks',
  "src/dialects/bedrock-converse/checks/usage.ts: choices.some(({ finishes }) => finishes.some(({ value }) => value === 'guardrail_intervened'), ) -> choices.every(({ finishes }) => finishes.some(({ value }) => value === 'guardrail_intervened'))",
  "src/dialects/bedrock-converse/checks/usage.ts: finishes.some(({ value }) => value === 'guardrail_intervened') -> finishes.every(({ value }) => value === 'guardrail_intervened')",
  "src/dialects/ollama/checks/shape.ts: isTextOrAbsent(json['content']) && isTextOrNull(json['thinking']) -> false",
  'src/dialects/anthropic-messages/checks/reasoning.ts: before?.blocks.filter(({ type, abandoned }) => THOUGHTS.has(type) && !abandoned) -> before?.blocks',
  'src/dialects/anthropic-messages/checks/reasoning.ts: THOUGHTS.has(type) && !abandoned -> true',
  'src/dialects/anthropic-messages/checks/reasoning.ts: THOUGHTS.has(type) && !abandoned -> THOUGHTS.has(type) || !abandoned',
  "src/dialects/anthropic-messages/checks/reasoning.ts: type === 'tool_use' -> true",
  'src/dialects/openai-responses/checks/history.ts: call.id === id?.value -> true',
  "src/dialects/openai-responses/checks/history.ts: sent === 'item_reference' -> false",
  'src/dialects/openai-responses/checks/history.ts: [] -> ["Stryker was here"]',
  "src/dialects/openai-chat/checks/shape.ts: sse.name !== 'message' -> true",
  "src/dialects/openai-chat/checks/shape.ts: ['id', 'object', 'choices'].every((key) => !(key in json)) -> ['id', 'object', 'choices'].some(key => !(key in json))",
  "src/dialects/openai-chat/checks/shape.ts: ['id', 'object', 'choices'] -> []",
  "src/dialects/openai-chat/checks/shape.ts: call['name'] !== undefined -> false",
];
