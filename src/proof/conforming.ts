/** Tells a story in a dialect: its codec asks, as any client would, and its service answers, as a conforming provider would. */

import type { Answer, Bill, Envelope, Tokens } from '../answers/answer.ts';
import type { Refusal } from '../answers/refusal.ts';
import { renderedBody } from '../answers/renderer.ts';
import {
  type Draft,
  exchangeOf,
  isDraft,
  type Script,
  type ScriptedExchange,
  type ScriptedResponse,
} from '../answers/script.ts';
import type { Service } from '../answers/service.ts';
import type { Codec, Continuation, RequestSettings } from '../drive/codec.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { ToolCall } from '../reading/reading.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Json } from '../text/json.ts';
import { type ExchangeEdit, turn as onTurn } from './edits/edit.ts';
import { CREDENTIAL, isAnswer, MODEL, resultOf, type Story, SYSTEM, TOOLS } from './stories.ts';

/** A story as a dialect tells it in one delivery. */
export interface Base {
  /** `<story>/<delivery>`. */
  readonly name: string;
  readonly title: string;
  readonly story: Story;
  readonly delivery: Delivery;
  /** The checks that fail although nothing is wrong with how it is told, with the reason. */
  readonly fails: Readonly<Record<string, string>>;
  /** The conversation, made anew with every call, so that edits may write to it. */
  readonly script: () => Script;
}

/** What it takes to tell stories in a dialect. */
export interface Teller {
  readonly codec: Codec;
  readonly service: Service;
  readonly stories: Readonly<Record<string, Story>>;
  readonly breakMidstream: ExchangeEdit;
  /** The ids in the stories as the dialect issues them. */
  readonly idOf?: (id: string) => string;
}

/** Every story in every delivery, by name. */
export function basesOf(teller: Teller): ReadonlyMap<string, Base> {
  return new Map(
    Object.entries(teller.stories).flatMap(([name, told]) => {
      const story = withIds(told, teller.idOf);
      const { title, fails = {}, deliveries = ['streaming', 'buffered'] } = story;
      return deliveries.map((delivery) => {
        const base: Base = {
          name: `${name}/${delivery}`,
          title: deliveries.length > 1 ? `${title} (${delivery})` : title,
          story,
          delivery,
          fails,
          script: () => tell(story, delivery, teller),
        };
        return [base.name, base] as const;
      });
    }),
  );
}

function withIds(story: Story, idOf: Teller['idOf']): Story {
  if (idOf === undefined) return story;
  const renamed = <T extends { readonly id: string }>(calls: readonly T[]) =>
    calls.map((call) => ({ ...call, id: idOf(call.id) }));
  return {
    ...story,
    turns: story.turns.map((turn) =>
      isAnswer(turn) && turn.calls !== undefined ? { ...turn, calls: renamed(turn.calls) } : turn,
    ),
    ...(story.history === undefined
      ? {}
      : {
          history: story.history.map((message) => {
            if (message.role === 'assistant' && message.calls !== undefined) {
              return { ...message, calls: renamed(message.calls) };
            }
            if (message.role !== 'tool' || message.answers === null) return message;
            return { ...message, answers: idOf(message.answers) };
          }),
        }),
  };
}

function tell(story: Story, delivery: Delivery, teller: Teller): Script {
  const { codec, breakMidstream } = teller;
  const script: Script = {
    dialect: codec.id,
    extensions: story.extensions ?? [],
    scenario: story.scenario ?? null,
    counterpart: null,
    price: story.price ?? null,
    exchanges: exchangesOf(story, delivery, teller),
  };
  if (story.breaksMidstream === true) onTurn(1, breakMidstream)(script);
  if (story.bothDeliveries !== true) return script;
  const other = delivery === 'streaming' ? 'buffered' : 'streaming';
  return { ...script, counterpart: exchangesOf(story, other, teller)[0] ?? null };
}

function exchangesOf(story: Story, delivery: Delivery, { codec, service }: Teller): ScriptedExchange[] {
  const scenario = scenarioOf(story);
  const settings = settingsOf(story, delivery);
  let messages = codec.openingMessages(scenario);
  let since: Continuation | null = null;
  return story.turns.map((turn, index): ScriptedExchange => {
    const request = draftOf({ ...codec.body(scenario, messages, settings, since), ...story.request });
    const exchange: ScriptedExchange = {
      url: `https://api.provider.example${service.basePaths.plain}${codec.address(settings)}`,
      requestHeaders: Object.entries({ 'Content-Type': 'application/json', ...codec.headers(CREDENTIAL) }),
      request,
      response: isAnswer(turn)
        ? answered(turn, story, delivery, index, service, structuredClone(request))
        : refused(turn, story, index, service),
    };
    if (isAnswer(turn)) {
      since = continuationOf(exchange, turn, story, codec);
      messages = [...messages, ...codec.answerMessages(since.answer), ...since.added];
    }
    return exchange;
  });
}

/** The answer, and the results that a client sends after it. */
function continuationOf(
  exchange: ScriptedExchange,
  { calls = [] }: Answer,
  story: Story,
  codec: Codec,
): Continuation {
  const answer = codec.read(exchangeOf(exchange), 1);
  const results = answer.turn.calls.flatMap((call: ToolCall, at) => {
    const told = calls[at];
    return told === undefined ? [] : [{ call, text: resultOf(told) }];
  });
  return { answer, added: codec.resultMessages(story.backwards === true ? results.toReversed() : results) };
}

function scenarioOf(story: Story): Scenario {
  const { title, prompt, history, toolChoice, parallelCalls, reasoning, storedHistory, dropsSignatures } =
    story;
  return {
    id: 'story',
    title,
    checks: [],
    system: SYSTEM,
    prompts: [prompt],
    tools: TOOLS,
    maxTokens: 500,
    maxTurns: 4,
    facts: [],
    ...(history === undefined ? {} : { history }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(parallelCalls === undefined ? {} : { parallelCalls }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(storedHistory === undefined ? {} : { storedHistory }),
    ...(dropsSignatures === undefined ? {} : { dropsSignatures }),
  };
}

function settingsOf(
  { model = MODEL, extensions = [], pinnedTo }: Story,
  delivery: Delivery,
): RequestSettings {
  return { model, delivery, extensions: new Set(extensions), upstream: pinnedTo ?? null };
}

function answered(
  answer: Answer,
  story: Story,
  delivery: Delivery,
  index: number,
  { renderer, ids }: Service,
  asked: Draft,
): ScriptedResponse {
  const { provider, model = MODEL, extensions = [] } = story;
  const letters = (length: number) => `${index + 1}Tn8wZq4Lr`.padEnd(length, 'x5Vb2Hc9Jd').slice(0, length);
  const envelope: Envelope = {
    id: ids.answer(letters, extensions[0] ?? null),
    created: 1_760_000_000 + 10 * index,
    model,
    asked,
    ...(provider === undefined ? {} : { provider }),
  };
  const signed = ids.signature === undefined ? answer : { signature: ids.signature(letters), ...answer };
  const bill = extensions.includes('openrouter') ? billOf(answer.usage, story) : undefined;
  const told: Answer = bill === undefined ? signed : { ...signed, usage: { ...answer.usage, bill } };
  const type = delivery === 'streaming' ? 'text/event-stream; charset=utf-8' : 'application/json';
  return {
    status: 200,
    headers: [
      ['Content-Type', type],
      ['X-Request-Id', `req_${index + 1}`],
    ],
    body: renderedBody(renderer, envelope, told, delivery),
    envelope,
    recodings: [],
    provenComplete: true,
    pieceLength: null,
  };
}

function refused(
  refusal: Refusal,
  { extensions = [] }: Story,
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

/** A story without a price is free. */
function billOf({ prompt, completion }: Tokens, { price }: Story): Bill {
  return {
    prompt: (prompt * (price?.promptPerMillion ?? 0)) / 1e6,
    completion: (completion * (price?.completionPerMillion ?? 0)) / 1e6,
  };
}

function draftOf(json: Json): Draft {
  const draft = structuredClone(json);
  if (!isDraft(draft)) throw new Error('a request is a JSON object');
  return draft;
}
