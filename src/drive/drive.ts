/**
 * Drives a scenario against a target: sends each turn, reads the answer as a lenient client would, returns the results,
 * and continues until the model stops calling tools. It judges nothing; the transport keeps the evidence.
 */

import { type HttpRequest, HUNG_UP } from '../evidence/exchange.ts';
import type { Reading, ToolCall } from '../reading/reading.ts';
import { UNKNOWN_MODEL } from '../reading/request-body.ts';
import { resultFor } from '../scenarios/played.ts';
import type { Scenario, ScenarioTool } from '../scenarios/scenario.ts';
import { exactText } from '../text/exact-json.ts';
import type { Json } from '../text/json.ts';
import { jsonText, show } from '../text/json-text.ts';
import type { Transport } from '../transports/transport.ts';
import type { Codec, Continuation, RequestSettings, ToolResult } from './codec.ts';

/** Where requests are sent to. */
export interface Endpoint {
  /** Such as `https://openrouter.ai/api/v1`. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws what the transport throws; never because of a provider's answer */
export async function drive(
  dialect: Codec,
  scenario: Scenario,
  endpoint: Endpoint,
  settings: RequestSettings,
  transport: Transport,
): Promise<void> {
  const prompts = scenario.prompts.slice(1);
  let messages = dialect.openingMessages(scenario);
  let since: Continuation | null = null;
  // Some dialects have the model in the URL.
  const addressed = scenario.defect === 'unknown-model' ? { ...settings, model: UNKNOWN_MODEL } : settings;
  for (let turn = 1; turn <= scenario.maxTurns; turn += 1) {
    const body = dialect.body(scenario, messages, settings, since);
    const request = requestOf(dialect.address(addressed), endpoint, body);
    if (turn === 1 && scenario.hangUpAfter !== undefined) {
      const brokenOff = await transport.send(request, { hangUpAfter: scenario.hangUpAfter });
      if (brokenOff.failure !== HUNG_UP) break;
    }
    const reading = dialect.read(await transport.send(request), turn);
    if (!isWhole(reading)) break;
    const next = nextMessages(dialect, scenario, reading, prompts);
    if (next.length === 0) break;
    messages = [...messages, ...dialect.answerMessages(reading), ...next];
    since = { answer: reading, added: next };
  }
  await transport.finish();
}

/** Returns the results of the calls, or without calls the next prompt; empty when the conversation is over. */
function nextMessages(dialect: Codec, scenario: Scenario, { turn }: Reading, prompts: string[]): Json[] {
  if (turn.calls.length > 0) {
    const results = turn.calls.map((call) => ({ call, ...resultOf(call, scenario) }));
    return dialect.resultMessages(scenario.reversed === true ? results.toReversed() : results);
  }
  const prompt = prompts.shift();
  return prompt === undefined ? [] : [dialect.promptMessage(prompt)];
}

/** @param address the part after the base URL */
export function requestOf(address: string, { baseUrl, headers }: Endpoint, body: Json): HttpRequest {
  return {
    method: 'POST',
    url: urlBelow(baseUrl, address),
    headers: Object.entries({ 'Content-Type': 'application/json', ...headers }).map(([name, value]) => [
      name,
      [value],
    ]),
    body: Buffer.from(exactText(body)),
  };
}

/** Returns the address below a base URL. A query of the base URL, such as an API version, stays at the end. */
export function urlBelow(baseUrl: string, address: string): string {
  const [, base = '', query = ''] = /^([^?]*)\??(.*)$/su.exec(baseUrl) ?? [];
  const url = `${base.replace(/\/+$/u, '')}${address}`;
  return query === '' ? url : `${url}${address.includes('?') ? '&' : '?'}${query}`;
}

function isWhole({ standing, turn, cutOff }: Reading): boolean {
  return standing.kind === 'answered' && turn.errors.length === 0 && !cutOff;
}

function resultOf(call: ToolCall, { tools, customTools = [] }: Scenario): Omit<ToolResult, 'call'> {
  const custom = customTools.find(({ name }) => !call.isFunction && name === call.name?.value);
  if (custom !== undefined) return { text: custom.result };
  const tool = tools.find(({ name }) => name === call.name?.value);
  if (tool === undefined) return { text: jsonText({ error: `unknown tool ${show(call.name?.value)}` }) };
  const { file } = tool;
  return { text: textOf(call, tool), ...(file === undefined ? {} : { file }) };
}

function textOf(call: ToolCall, tool: ScenarioTool): string {
  return resultFor(tool, call.json) ?? jsonText({ error: 'nothing is known for these arguments' });
}
