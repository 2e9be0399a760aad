/** Validates arguments against the schemas of their tools. */
import { among, type Finding, findingAt, inconclusive, type Judgement } from '../judge/check.ts';
import { holdsMask, MASKED } from '../judge/masked.ts';
import type { Reading, Seen, ToolCall } from '../reading/reading.ts';
import { isObject } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { toolsByName } from './offered-tool.ts';
import { compileSchema } from './schema.ts';

/** The arguments of a call as one value, with the place where they start. */
export function argumentsOf(call: ToolCall): Seen {
  const { event, path } = call.fragments[0] ?? { event: call.event, path: call.argumentsPath };
  return { value: call.arguments, event, path };
}

/** @param parsed calls whose arguments are JSON */
export function schemaJudgement(parsed: readonly ToolCall[], reading: Reading): Judgement {
  const faults: Finding[] = [];
  let unknown: string | null = null;
  let judged = 0;
  const tools = toolsByName(reading.request);
  for (const call of parsed) {
    const tool = tools.get(call.name?.value);
    if (tool?.parameters === undefined || tool.parameters === null || !isObject(call.json)) continue;
    const schema = compileSchema(tool.parameters);
    if ('problem' in schema) {
      unknown ??= `the schema of ${show(tool.name)} cannot be used: ${schema.problem}`;
      continue;
    }
    const violations = schema.validate(call.json);
    if ('problem' in violations) {
      unknown ??= `the arguments of ${show(tool.name)} cannot be validated: ${violations.problem}`;
      continue;
    }
    if (violations.length > 0 && holdsMask(call.json)) {
      unknown ??= MASKED;
      continue;
    }
    judged += 1;
    for (const { path, message } of violations) {
      const fault = findingAt(
        argumentsOf(call),
        `${path === '' ? 'the arguments' : path} ${message}`,
        'valid arguments',
      );
      faults.push({ ...fault, level: tool.strict ? 'MUST' : 'SHOULD' });
    }
  }
  if (faults.length === 0 && unknown !== null) return inconclusive(unknown);
  return among(judged, faults);
}
