/** Conversations that grow in one respect, and otherwise conform, in any dialect. */
import { type Answer, type AnsweredCall, tokens } from '../src/answers/answer.ts';
import { type Draft, exchangeOf, type ScriptedEvent, type ScriptedExchange } from '../src/answers/script.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { conformingConversations } from '../src/proof/conforming.ts';
import type { Dialogue } from '../src/proof/dialogue.ts';
import { TOOLS } from '../src/proof/dialogue-parts.ts';
import { responseOf } from '../src/proof/edits/edit.ts';
import type { ProofParts } from '../src/proof/proof.ts';
import type { ScenarioMessage, ScenarioTool } from '../src/scenarios/scenario.ts';

/** What is needed to write conversations in a dialect. */
export type Writer = Pick<ProofParts, 'codec' | 'service' | 'edits'>;

export interface GrowthCase {
  /** The part that grows. */
  readonly name: string;
  /** From the smallest to the largest. */
  readonly sizes: readonly number[];
  /**
   * The measure that time is compared with: the size itself; the bytes, when each request repeats the history; or the
   * time of work that cannot be avoided.
   */
  readonly over: 'size' | 'bytes' | ((size: number) => () => void);
  /** Returns null when the dialect does not have it. */
  readonly exchanges: (proof: Writer, size: number) => readonly Exchange[] | null;
}

const SIZES = [125, 500, 2000];

export const GROWTH_CASES: readonly GrowthCase[] = [
  {
    name: 'events',
    sizes: [2000, 8000, 32_000],
    over: 'size',
    exchanges: (proof, size) => told(proof, { turns: [{ ...REPORT, text: wordsOf(size) }] }),
  },
  {
    name: 'events of a call, each again and again',
    sizes: [200, 800, 3200],
    over: 'size',
    exchanges: (proof, size) =>
      told(proof, { turns: [callingOnce(0), REPORT] }, 'streaming', againAndAgain(size)),
  },
  {
    name: 'events of a stream that an error ends, each again and again',
    sizes: [200, 800, 3200],
    over: 'size',
    exchanges: (proof, size) =>
      told(proof, { turns: [{ ...REPORT, text: wordsOf(20) }] }, 'streaming', (exchange) => {
        proof.edits.breakMidstream(exchange);
        againAndAgain(size)(exchange);
      }),
  },
  {
    name: 'markup of calls in a text, none of them closed',
    sizes: [500, 2000, 8000],
    over: 'size',
    exchanges: (proof, size) => {
      const text = OPENINGS.flatMap((opening) => Array<string>(size).fill(opening)).join('');
      return told(proof, { turns: [{ ...REPORT, reasoning: text, text }] }, 'buffered');
    },
  },
  {
    name: 'calls, streamed, and their results',
    sizes: SIZES,
    over: 'size',
    exchanges: (proof, size) => told(proof, { turns: [calling(callsOf(size)), REPORT] }),
  },
  {
    name: 'calls, buffered, and their results',
    sizes: SIZES,
    over: 'size',
    exchanges: (proof, size) => told(proof, { turns: [calling(callsOf(size)), REPORT] }, 'buffered'),
  },
  {
    name: 'tools, each called once',
    sizes: SIZES,
    over: 'size',
    exchanges: (proof, size) => {
      const tools = numbered(size, toolOf);
      const calls = callsOf(size).map((call, at) => ({ ...call, name: `tool_${at}` }));
      return told(proof, { tools, turns: [calling(calls), REPORT] });
    },
  },
  {
    name: 'length of arguments',
    // V8 stores strings of more than 128 KiB separately, at a higher cost for each; all sizes are above that.
    sizes: [200_000, 800_000, 3_200_000],
    over: 'size',
    exchanges: (proof, size) => told(proof, { turns: [callingWith({ location: 'a'.repeat(size) }), REPORT] }),
  },
  {
    name: 'length of arguments that are an object, streamed in pieces of five characters',
    sizes: [10_000, 40_000, 160_000],
    over: 'size',
    exchanges: (proof, size) => {
      const turns = [callingWith({ location: 'a'.repeat(size) }), REPORT];
      let isCut = false;
      const exchanges = told(proof, { turns }, 'streaming', (exchange) => {
        isCut = inPieces(exchange);
      });
      return isCut ? exchanges : null;
    },
  },
  {
    name: 'members of arguments',
    sizes: [2000, 8000, 32_000],
    // The more members an object has, the more time the engine needs for each.
    over: (size) => {
      const text = JSON.stringify(membersOf(size));
      return () => void JSON.parse(text);
    },
    exchanges: (proof, size) =>
      told(proof, { tools: [ANYTHING], turns: [callingWith(membersOf(size)), REPORT] }),
  },
  {
    name: 'depth of arguments, in forty places',
    sizes: [50, 200, 800],
    over: 'size',
    exchanges: (proof, size) =>
      told(proof, {
        tools: [ANYTHING],
        turns: [callingWith({ ...numbered(40, () => nested(size)) }), REPORT],
      }),
  },
  {
    name: 'depth of a schema',
    sizes: [50, 200, 800],
    over: 'size',
    exchanges: (proof, size) => {
      let schema: Draft = { type: 'string' };
      let value: unknown = 'a';
      for (let level = 0; level < size; level += 1) {
        schema = { type: 'object', properties: { deep: schema } };
        value = { deep: value };
      }
      return told(proof, {
        tools: [{ ...ANYTHING, parameters: schema }],
        turns: [callingWith(value), REPORT],
      });
    },
  },
  {
    name: 'messages of history',
    sizes: SIZES,
    over: 'size',
    exchanges: (proof, size) =>
      told(proof, { history: numbered(size / 2, pastCall).flat(), turns: [REPORT] }),
  },
  {
    name: 'exchanges of one conversation, in bytes',
    sizes: [10, 40, 160],
    over: 'bytes',
    exchanges: (proof, size) => told(proof, { turns: [...numbered(size - 1, callingOnce), REPORT] }),
  },
  {
    name: 'exchanges of one conversation, whose history the server keeps',
    sizes: SIZES,
    over: 'size',
    exchanges: (proof, size) =>
      proof.service.stored === undefined
        ? null
        : told(proof, { storedHistory: true, turns: [...numbered(size - 1, callingOnce), REPORT] }),
  },
  {
    name: 'conversations of one recording, with the same prompt',
    sizes: [50, 200, 800],
    over: 'size',
    exchanges: (proof, size) => {
      const each = numbered(size, (at) => told(proof, { turns: [callingOnce(at), REPORT] }));
      return [
        ...each.flatMap((exchanges) => exchanges.slice(0, 1)),
        ...each.flatMap((exchanges) => exchanges.slice(1)),
      ];
    },
  },
];

/** How templates begin a call. */
const OPENINGS = [
  '<tool_call>weather<arg_key>',
  '<function=weather>',
  '<｜DSML｜invoke name="weather">',
  '<invoke name="weather">',
  '[TOOL_CALLS]weather',
  '<|python_tag|>weather',
  '<|recipient|>weather<|content|>{',
];

const PROMPT = 'What is the weather in Oslo?';
const REPORT: Answer = { text: 'It is fine.', finish: 'stop', usage: tokens(118, 12) };
const ANYTHING: ScenarioTool = {
  name: 'weather',
  description: 'Takes anything',
  parameters: { type: 'object' },
  strict: false,
  result: '',
};

function numbered<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}

function wordsOf(count: number): string {
  return numbered(count, (at) => `word${at}`).join(' ');
}

/** Ids that are unique and cannot be guessed. */
function idOf(at: number): string {
  return `call_${String(at).padStart(6, '0')}xLw2RbYz7NcHs5Jd8e`;
}

function callOf(at: number): AnsweredCall {
  return { id: idOf(at), name: 'weather', arguments: JSON.stringify({ location: `City ${at}` }) };
}

function callsOf(count: number): AnsweredCall[] {
  return numbered(count, callOf);
}

function calling(calls: readonly AnsweredCall[]): Answer {
  return { calls, finish: 'tool_calls', usage: tokens(80, 18) };
}

function callingOnce(at: number): Answer {
  return calling([callOf(at)]);
}

function callingWith(value: unknown): Answer {
  return calling([{ ...callOf(0), arguments: JSON.stringify(value) }]);
}

function membersOf(count: number): Readonly<Record<string, number>> {
  return Object.fromEntries(numbered(count, (at) => [`member_${at}`, at]));
}

function toolOf(at: number): ScenarioTool {
  return { ...(TOOLS[0] ?? ANYTHING), name: `tool_${at}` };
}

function nested(depth: number): unknown {
  let value: unknown = 'a';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { inside: value };
  return value;
}

function pastCall(at: number): ScenarioMessage[] {
  return [
    { role: 'assistant', calls: [callOf(at)] },
    { role: 'tool', answers: idOf(at), text: `${at} °C, clear` },
  ];
}

function told(
  { codec, service, edits }: Writer,
  dialogue: Pick<Dialogue, 'turns' | 'tools' | 'history' | 'storedHistory'>,
  delivery: 'streaming' | 'buffered' = 'streaming',
  edit: (exchange: ScriptedExchange) => void = () => {},
): readonly Exchange[] {
  const dialogues = { made: { title: 'made', prompt: PROMPT, shownIn: 'weather', ...dialogue } };
  const made = conformingConversations({ codec, service, edits, dialogues }).get(`made/${delivery}`);
  const exchanges = made?.script().exchanges ?? [];
  exchanges.slice(0, 1).forEach(edit);
  return exchanges.map(exchangeOf);
}

/** Repeats each event, as a server in an endless loop does. */
function againAndAgain(times: number): (exchange: ScriptedExchange) => void {
  return (exchange) => {
    const { body } = responseOf(exchange);
    if (body.kind !== 'stream') throw new Error('the answer is no stream');
    body.events = body.events.flatMap((event) => Array<ScriptedEvent>(times).fill(event));
  };
}

/**
 * Splits a long argument into pieces of five characters, as Gemini streams them. Returns false in dialects whose
 * arguments do not have this form.
 */
function inPieces(exchange: ScriptedExchange): boolean {
  const { body } = responseOf(exchange);
  if (body.kind !== 'stream') throw new Error('the answer is no stream');
  const whole = body.events.length;
  body.events = body.events.flatMap(piecesOf);
  exchange.request['toolConfig'] = { functionCallingConfig: { streamFunctionCallArguments: true } };
  return body.events.length > whole;
}

function piecesOf(event: ScriptedEvent): ScriptedEvent[] {
  const text = JSON.stringify(event.data);
  const [args, letters] = /"args":\{"location":"(a+)"\}/u.exec(text) ?? [];
  if (args === undefined || letters === undefined) return [event];
  const [before, after] = text.split(args);
  const [inCall] = /\{[^{}]*$/u.exec(before ?? '') ?? [''];
  const withData = (data: string) => ({ ...event, data: JSON.parse(data) });
  const goingOn = (members: string) =>
    withData(`${before?.slice(0, -inCall.length)}{${members}}${after?.slice(1)}`);
  return [
    withData(`${before}"willContinue":true${after}`),
    ...(letters.match(/a{1,5}/gu) ?? []).map((piece) =>
      goingOn(
        `"partialArgs":[{"jsonPath":"$.location","stringValue":"${piece}","willContinue":true}],"willContinue":true`,
      ),
    ),
    goingOn(''),
  ];
}
