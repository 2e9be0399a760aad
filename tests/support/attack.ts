/**
 * The attack on everything that reads a recording. In every dialect, it replaces each value of the bodies in turn by an
 * odd value, or replaces several at random places. The results are judged as in an audit, and the answers are also
 * driven as in `live` and `replay`.
 */
import config from '../../providers.config.ts';
import { judgeRecording } from '../../src/audit/judge-recording.ts';
import { targetsOf } from '../../src/config/providers.ts';
import { requestSettings } from '../../src/config/request-settings.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { drive } from '../../src/drive/drive.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { judgeConversation } from '../../src/replay/judge-conversation.ts';
import { type PlannedConversation, planConversations } from '../../src/replay/plan.ts';
import type { ConversationResult } from '../../src/results/conversation-result.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { parseJson } from '../../src/text/wire-text.ts';

/** JSON texts that replace an expected value. */
export const ODD: readonly string[] = [
  ...['null', 'true', '0', '-1', '1.5', '1e999', '1e9', '""', '"constructor"', '"__proto__"', '"\\ud800"'],
  ...['[]', '[[]]', '[null]', '["stop"]', '{}', '{"toString":1}', '{"valueOf":{},"toString":null}'],
  ...['{"__proto__":{"a":1}}', '{"length":1e9}', '{"type":{"toString":1},"id":[],"name":{}}'],
  `${'['.repeat(6000)}${']'.repeat(6000)}`,
  `${'{"a":'.repeat(6000)}1${'}'.repeat(6000)}`,
];

/** A recording, with what is needed to repeat its conversation. */
export interface Attacked extends PlannedConversation {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
}

let recordings: readonly Attacked[] | undefined;

/** Returns one recording for each dialect, scenario and delivery. Reads them once per process. */
export function attackedRecordings(): readonly Attacked[] {
  recordings ??= everyRecording();
  return recordings;
}

function everyRecording(): readonly Attacked[] {
  const planned = planConversations('cassettes', targetsOf(config), SCENARIOS);
  const byName = new Map(
    planned.map((each) => [`${each.target.provider.dialect} ${each.scenario.id} ${each.delivery}`, each]),
  );
  return [...byName].map(([name, each]) => {
    const { interactions } = readCassette(`${each.folder}/${each.cassette}`);
    return { ...each, name, exchanges: interactions.map(({ exchange }) => exchange) };
  });
}

/** A place in a body of a recording. */
export interface Place {
  readonly exchange: number;
  readonly side: 'request' | 'response';
  /** The text of the body before and after the JSON that contains the value. */
  readonly before: string;
  readonly behind: string;
  readonly json: unknown;
  readonly path: readonly string[];
}

/** Yields every value of every body, in order. */
export function* placesIn({ exchanges }: Attacked): Generator<Place> {
  for (const [exchange, { request, response }] of exchanges.entries()) {
    for (const side of ['request', 'response'] as const) {
      const text = Buffer.from((side === 'request' ? request : response)?.body ?? []).toString();
      for (const { start, end } of jsonIn(text)) {
        const json = parseJson(text.slice(start, end));
        if (json === undefined) continue;
        const around = { exchange, side, before: text.slice(0, start), behind: text.slice(end), json };
        for (const path of pathsIn(json)) yield { ...around, path };
      }
    }
  }
}

/** Returns the range of the whole body, or of the data of each of its events. */
function jsonIn(text: string): { start: number; end: number }[] {
  if (/^\s*[[{]/u.test(text)) return [{ start: 0, end: text.length }];
  return [...text.matchAll(/^data: ?(?=[[{])/gmu)].map(({ 0: field, index }) => {
    const start = index + field.length;
    const end = text.indexOf('\n', start);
    return { start, end: end === -1 ? text.length : end };
  });
}

/** Yields the path of every value, including the whole. */
export function* pathsIn(json: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof json !== 'object' || json === null) return;
  for (const [key, value] of Object.entries(json)) yield* pathsIn(value, [...path, key]);
}

/** Needs no escaping in JSON or YAML, and occurs in no recording. */
export const MARK = 'odd value 4e1d';

/** Returns the exchanges with the JSON text `odd` at that place. */
export function withOdd(
  { exchanges }: Attacked,
  { exchange, side, before, behind, json, path }: Place,
  odd: string,
): Exchange[] {
  const text = JSON.stringify(replaced(json, path)).replace(JSON.stringify(MARK), () => odd);
  const body = Buffer.from(before + text + behind);
  return exchanges.map((each, at) => {
    if (at !== exchange) return each;
    if (side === 'request') return { ...each, request: { ...each.request, body } };
    if (each.response === null) return each;
    // The arrival times of the original chunks do not apply to another body.
    const { chunks: _, ...response } = each.response;
    return { ...each, response: { ...response, body } };
  });
}

/** Returns the JSON with {@link MARK} at that place. */
export function replaced(json: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return MARK;
  if (Array.isArray(json)) return json.map((item, at) => (String(at) === key ? replaced(item, rest) : item));
  return Object.fromEntries(
    Object.entries(json ?? {}).map(([name, value]) => [name, name === key ? replaced(value, rest) : value]),
  );
}

/** Returns the reasons of all `error` verdicts after an attack. Throws whatever the suite throws. */
export async function errorsOf(attacked: Attacked, exchanges: readonly Exchange[]): Promise<string[]> {
  const recorded = exchanges.map((exchange) => ({ exchange, line: null, fidelity: 'bytes' as const }));
  const names = (function* (): Generator<string, string> {
    for (;;) yield attacked.name;
  })();
  const audited = judgeRecording(recorded, attacked.name, names).conversations.map(({ result }) => result);
  return [...audited, await driven(attacked, exchanges)].flatMap(({ verdicts }) =>
    verdicts.flatMap(({ outcome, check, reason }) => (outcome === 'error' ? [`${check}: ${reason}`] : [])),
  );
}

/** Repeats the conversation with a server that gives these answers to any request. */
async function driven(attacked: Attacked, answers: readonly Exchange[]): Promise<ConversationResult> {
  const { target, delivery, scenario } = attacked;
  const { provider } = target;
  const held: Exchange[] = [];
  const transport = {
    exchanges: held,
    send: async (request: Exchange['request']) => {
      const answer = answers[held.length];
      const exchange: Exchange =
        answer === undefined ? { request, response: null, failure: 'closed' } : { ...answer, request };
      held.push(exchange);
      return exchange;
    },
    finish: () => {},
  };
  const settings = requestSettings(target, delivery);
  const endpoint = { baseUrl: provider.baseUrl, headers: {} };
  await drive(dialectOf(provider.dialect), scenario, endpoint, settings, transport);
  return judgeConversation(attacked, {
    exchanges: held,
    cassette: attacked.cassette,
    recordedAt: null,
    counterpart: answers[0],
  });
}
