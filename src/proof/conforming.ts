/**
 * Encodes a dialogue in a dialect. The codec makes the requests of a typical client, and the service makes the answers
 * of a conforming provider.
 */

import type { Answer, Bill, Envelope, Tokens } from '../answers/answer.ts';
import type { Refusal } from '../answers/refusal.ts';
import { renderedBody } from '../answers/renderer.ts';
import {
  copyOf,
  type Draft,
  exchangeOf,
  isDraft,
  type Script,
  type ScriptedExchange,
  type ScriptedResponse,
  STREAM_TYPES,
} from '../answers/script.ts';
import type { Service } from '../answers/service.ts';
import type { Codec, Continuation, RequestSettings } from '../drive/codec.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { costOf } from '../judge/price.ts';
import type { ToolCall } from '../reading/reading.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Json } from '../text/json.ts';
import { type Dialogue, isAnswer } from './dialogue.ts';
import { CREDENTIAL, MODEL, resultOf, SYSTEM, TOOLS } from './dialogue-parts.ts';
import type { DialectEdits } from './edits/dialect.ts';
import { turn as onTurn } from './edits/edit.ts';

/** A dialogue in one dialect and one delivery. */
export interface ConformingConversation {
  /** `<dialogue>/<delivery>`. */
  readonly name: string;
  readonly title: string;
  readonly dialogue: Dialogue;
  readonly delivery: Delivery;
  /** The checks that fail although the conversation conforms, with the reason. */
  readonly fails: Readonly<Record<string, string>>;
  /** Returns a new copy of the conversation with each call, for edits. */
  readonly script: () => Script;
  /** Returns the shared conversation, which must not be changed. */
  readonly sound: () => Script;
}

/** What is needed to encode dialogues in a dialect. */
export interface DialogueWriter {
  readonly codec: Codec;
  readonly service: Service;
  readonly dialogues: Readonly<Record<string, Dialogue>>;
  readonly edits: Pick<DialectEdits, 'idOf' | 'inDialect' | 'breakMidstream'>;
}

/** Returns every dialogue in each of its deliveries, by name. */
export function conformingConversations(writer: DialogueWriter): ReadonlyMap<string, ConformingConversation> {
  return new Map(
    Object.entries(writer.dialogues).flatMap(([name, written]) => {
      const dialogue = withIds(written, writer.edits);
      const { title, fails = {}, deliveries = ['streaming', 'buffered'] } = dialogue;
      return deliveries.map((delivery) => {
        const base: ConformingConversation = {
          name: `${name}/${delivery}`,
          title: deliveries.length > 1 ? `${title} (${delivery})` : title,
          dialogue,
          delivery,
          fails,
          ...scripted(() => scriptOf(dialogue, delivery, writer)),
        };
        return [base.name, base] as const;
      });
    }),
  );
}

/** Creates a script on first use: a shared one for reading (`sound`), and copies for edits (`script`). */
export function scripted(make: () => Script): Pick<ConformingConversation, 'script' | 'sound'> {
  let made: Script | undefined;
  const sound = () => {
    made ??= make();
    return made;
  };
  return { script: () => copyOf(sound()), sound };
}

function withIds(dialogue: Dialogue, { idOf }: DialogueWriter['edits']): Dialogue {
  const renamed = <T extends { readonly id: string }>(calls: readonly T[]) =>
    calls.map((call) => ({ ...call, id: idOf(call.id) }));
  return {
    ...dialogue,
    turns: dialogue.turns.map((turn) =>
      isAnswer(turn) && turn.calls !== undefined ? { ...turn, calls: renamed(turn.calls) } : turn,
    ),
    ...(dialogue.history === undefined
      ? {}
      : {
          history: dialogue.history.map((message) => {
            if (message.role === 'assistant' && message.calls !== undefined) {
              return { ...message, calls: renamed(message.calls) };
            }
            if (message.role !== 'tool' || message.answers === null) return message;
            return { ...message, answers: idOf(message.answers) };
          }),
        }),
  };
}

function scriptOf(dialogue: Dialogue, delivery: Delivery, writer: DialogueWriter): Script {
  const { codec, edits } = writer;
  const script: Script = {
    dialect: codec.id,
    extensions: dialogue.extensions ?? [],
    scenario: dialogue.scenario ?? null,
    counterpart: null,
    price: dialogue.price ?? null,
    exchanges: exchangesOf(dialogue, delivery, writer),
  };
  if (dialogue.breaksMidstream === true) onTurn(1, edits.breakMidstream)(script);
  if (dialogue.bothDeliveries !== true) return script;
  const other = delivery === 'streaming' ? 'buffered' : 'streaming';
  return { ...script, counterpart: exchangesOf(dialogue, other, writer)[0] ?? null };
}

function exchangesOf(
  dialogue: Dialogue,
  delivery: Delivery,
  { codec, service, edits }: DialogueWriter,
): ScriptedExchange[] {
  const scenario = scenarioOf(dialogue);
  const settings = settingsOf(dialogue, delivery);
  let messages = codec.openingMessages(scenario);
  let since: Continuation | null = null;
  return dialogue.turns.map((turn, index): ScriptedExchange => {
    const request = draftOf({ ...codec.body(scenario, messages, settings, since), ...dialogue.request });
    const exchange: ScriptedExchange = {
      url: `https://api.provider.example${service.basePaths.plain}${codec.address(settings)}`,
      requestHeaders: Object.entries({ 'Content-Type': 'application/json', ...codec.headers(CREDENTIAL) }),
      request,
      response: isAnswer(turn)
        ? answered(edits.inDialect(turn), dialogue, delivery, index, service, structuredClone(request))
        : refused(turn, dialogue, index, service),
    };
    if (isAnswer(turn)) {
      since = continuationOf(exchange, turn, dialogue, codec);
      messages = [...messages, ...codec.answerMessages(since.answer), ...since.added];
    }
    return exchange;
  });
}

/** Returns the answer, and the results that a client sends after it. */
function continuationOf(
  exchange: ScriptedExchange,
  { calls = [] }: Answer,
  dialogue: Dialogue,
  codec: Codec,
): Continuation {
  const answer = codec.read(exchangeOf(exchange), 1);
  const results = answer.turn.calls.flatMap((call: ToolCall, at) => {
    const answered = calls[at];
    const custom = dialogue.customTools?.find(({ name }) => name === answered?.name);
    return answered === undefined ? [] : [{ call, text: custom?.result ?? resultOf(answered) }];
  });
  return {
    answer,
    added: codec.resultMessages(dialogue.backwards === true ? results.toReversed() : results),
  };
}

function scenarioOf(dialogue: Dialogue): Scenario {
  const { title, prompt, history, tools, toolChoice, parallelCalls, reasoning } = dialogue;
  const { storedHistory, dropsSignatures, customTools, answerSchema, hosted } = dialogue;
  return {
    id: 'dialogue',
    title,
    order: 0,
    checks: [],
    system: SYSTEM,
    prompts: [prompt],
    tools: tools ?? TOOLS,
    maxTokens: 500,
    maxTurns: 4,
    facts: [],
    ...(hosted === undefined ? {} : { hosted }),
    ...(answerSchema === undefined ? {} : { answerSchema }),
    ...(customTools === undefined ? {} : { customTools }),
    ...(history === undefined ? {} : { history }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(parallelCalls === undefined ? {} : { parallelCalls }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(storedHistory === undefined ? {} : { storedHistory }),
    ...(dropsSignatures === undefined ? {} : { dropsSignatures }),
  };
}

function settingsOf(
  { model = MODEL, extensions = [], pinnedTo }: Dialogue,
  delivery: Delivery,
): RequestSettings {
  return { model, delivery, extensions: new Set(extensions), upstream: pinnedTo ?? null };
}

function answered(
  answer: Answer,
  dialogue: Dialogue,
  delivery: Delivery,
  index: number,
  { renderer, ids }: Service,
  asked: Draft,
): ScriptedResponse {
  const { provider, model = MODEL, extensions = [] } = dialogue;
  const letters = (length: number) => `${index + 1}Tn8wZq4Lr`.padEnd(length, 'x5Vb2Hc9Jd').slice(0, length);
  const envelope: Envelope = {
    id: ids.answer(letters, extensions[0] ?? null),
    created: 1_760_000_000 + 10 * index,
    model,
    asked,
    ...(provider === undefined ? {} : { provider }),
  };
  const bill = extensions.includes('openrouter') ? billOf(answer.usage, dialogue) : undefined;
  const billed: Answer = bill === undefined ? answer : { ...answer, usage: { ...answer.usage, bill } };
  const type = delivery === 'streaming' ? STREAM_TYPES[renderer.framing ?? 'sse'] : 'application/json';
  return {
    status: 200,
    headers: [
      ['Content-Type', type],
      ['X-Request-Id', `req_${index + 1}`],
    ],
    body: renderedBody(renderer, envelope, billed, delivery),
    envelope,
    recodings: [],
    provenComplete: true,
    breaksOff: null,
    pieceLength: null,
  };
}

function refused(
  refusal: Refusal,
  { extensions = [] }: Dialogue,
  index: number,
  service: Service,
): ScriptedResponse {
  const response = service.refusal(refusal, extensions[0] ?? null);
  const [type, ...others] = response.headers;
  return {
    ...response,
    headers: [...(type === undefined ? [] : [type]), ['X-Request-Id', `req_${index + 1}`], ...others],
  };
}

/** Returns the bill. A dialogue without a price is free. */
function billOf(tokens: Tokens, { price }: Dialogue): Bill {
  return price === undefined ? { prompt: 0, completion: 0 } : costOf(price, tokens);
}

function draftOf(json: Json): Draft {
  const draft = structuredClone(json);
  if (!isDraft(draft)) throw new Error('a request is a JSON object');
  return draft;
}
