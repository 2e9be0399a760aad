/**
 * Puts a seeded fault into the answers of the reference provider. A fault is an edit of a whole conversation, so the
 * conversation around a request is rebuilt first (`conversation-around.ts`). The edit is applied to that script, and
 * the answer at the request's place is sent.
 *
 * The answer stays unchanged when the edit finds nothing to change, or when its check does not apply to the request.
 */

import { isDeepStrictEqual } from 'node:util';
import {
  conversationOf,
  type Draft,
  exchangeOf,
  isDraft,
  type Script,
  type ScriptedExchange,
  type ScriptedResponse,
} from '../answers/script.ts';
import { textsIn } from '../answers/story.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { isAwsEventStream, withTexts } from '../evidence/frames/aws-event-stream.ts';
import type { Conversation } from '../judge/judge.ts';
import type { Dialogue } from '../proof/dialogue.ts';
import { CREDENTIAL, FOREIGN_ID, TIME_CALL, WEATHER_CALL } from '../proof/dialogue-parts.ts';
import { baseOf } from '../proof/proof.ts';
import { type Asked, conversationAround, isRefused } from './conversation-around.ts';
import type { ShownFault } from './opened-provider.ts';
import { recognise } from './scripted-model.ts';
import { knowledgeIn, retold } from './told-story.ts';
import type { Turn } from './turn.ts';

export interface WithFault {
  /** A text when the connection is to be lost; it gives the reason. */
  readonly response: ScriptedResponse | string;
  /** The same response without the fault. */
  readonly sound: ScriptedResponse;
  /** Why the requested fault is not in the response; null when it is, or when no fault was requested. */
  readonly notShown: string | null;
}

/** Returns the answer with the fault, or the unchanged answer when the fault does not apply to it. */
export function withFault(dialect: AnyDialect, shownFault: ShownFault, asked: Asked): WithFault {
  const { fault, proof } = shownFault;
  const { turns, place, foreignIds } = conversationAround(dialect, shownFault, asked);
  const turn = turns[place];
  if (turn === undefined) throw new Error('the request is not in its conversation');
  const sound = turn.exchange.response;
  const unchanged = (notShown: string): WithFault => ({ response: sound, sound, notShown });
  const { delivery } = baseOf(proof, fault.base);
  const isForNothing =
    ofOtherDelivery(delivery, sound) ?? `nothing in this answer is for ${fault.catches} to judge`;
  if (!isSuited(shownFault, turn, asked, place)) return unchanged(isForNothing);
  const words = wordsOf(turns, foreignIds, shownFault);
  const known = recognise(proof.service.openingOf(asked.request)) ?? knowledgeIn(turn, foreignIds);
  const script: Script = {
    dialect: dialect.id,
    extensions: asked.extension === null ? [] : [asked.extension],
    scenario: known,
    counterpart: null,
    price: null,
    exchanges: reworded(turns, words, baseOf(proof, fault.base).dialogue),
  };
  const current = script.exchanges[place];
  if (current === undefined || !isAsked(dialect, shownFault, script, current, place))
    return unchanged(isForNothing);
  const texts = textsOf(current);
  let edited: Conversation;
  try {
    if (baseOf(proof, fault.base).dialogue.breaksMidstream === true) proof.edits.breakMidstream(current);
    fault.edit(script);
    retell(current, texts);
    // Edits of bytes run only when the bytes are made, so only then can they find nothing to change.
    edited = conversationOf(script);
  } catch {
    return unchanged(ofOtherDelivery(delivery, sound) ?? 'this answer has no place for it');
  }
  const response = restored(
    current.response,
    asked.key === null ? words : [...words, [asked.key, CREDENTIAL]],
  );
  if (isSame(response, sound, current))
    return unchanged('the fault is in another answer of this conversation');
  if (callsAsFunction(dialect, shownFault, turn, { ...current, response }))
    return unchanged('it is shown in calls of functions, and this tool takes free text');
  // An edit may change the answer without breaking the check, such as an integer in place of a number.
  return dialect.passes(fault.catches, edited)
    ? unchanged(`${fault.catches} is kept all the same`)
    : { response, sound, notShown: null };
}

/** Returns why a fault of the other delivery is not shown; null when the answer has the fault's delivery. */
function ofOtherDelivery(shownIn: Delivery, { body }: ScriptedResponse): string | null {
  const delivery = body.kind === 'stream' ? 'streaming' : 'buffered';
  return delivery === shownIn ? null : `it is shown in ${shownIn} answers, and this one is ${delivery}`;
}

/** Returns true when a client receives the same response. */
function isSame(
  edited: ScriptedResponse | string,
  sound: ScriptedResponse,
  current: ScriptedExchange,
): boolean {
  const sent = (response: ScriptedResponse | string) => exchangeOf({ ...current, response });
  return isDeepStrictEqual(sent(edited), sent(sound));
}

/** Returns true when the edit turned the call of a custom tool into a function call, which is a different fault. */
function callsAsFunction(
  dialect: AnyDialect,
  { proof, fault }: ShownFault,
  { reading: { request } }: Turn,
  edited: ScriptedExchange,
): boolean {
  const free = new Set(request.customTools?.map(({ name }) => name));
  if (free.size === 0 || baseOf(proof, fault.base).dialogue.customTools !== undefined) return false;
  const { calls } = dialect.read(exchangeOf(edited), 1).turn;
  return calls.some(
    ({ isFunction, name }) => isFunction && typeof name?.value === 'string' && free.has(name.value),
  );
}

/** Pairs of words: the word of this provider, and its counterpart in the conversations that faults are written for. */
type Words = readonly (readonly [own: string, theirs: string])[];

/** Returns the word pairs for the ids of the first calls, and for the first id that another provider issued. */
function wordsOf(turns: readonly Turn[], [foreign]: readonly string[], { proof, fault }: ShownFault): Words {
  const { edits } = proof;
  const issued = turns.flatMap(({ reading }) => reading.turn.calls.map(({ id }) => id?.value));
  const own = [WEATHER_CALL.id, TIME_CALL.id].flatMap((theirs, at) => {
    const id = issued[at];
    return typeof id === 'string' && id !== '' ? [[id, edits.idOf(theirs)] as const] : [];
  });
  const [opening] = turns;
  if (foreign === undefined || opening === undefined) return own;
  const { dialogue } = baseOf(proof, fault.base);
  return [...own, [foreign, retold(dialogue, 0, opening.story).text(FOREIGN_ID)]];
}

/**
 * Copies the exchanges with the dialogue's words in them, and adds the retelling from the dialogue to this
 * conversation.
 */
function reworded(turns: readonly Turn[], words: Words, dialogue: Dialogue): ScriptedExchange[] {
  const translate = (text: string) =>
    words.reduce((said, [own, theirs]) => said.replaceAll(own, theirs), text);
  const copy = <T>(json: T): T => JSON.parse(translate(JSON.stringify(json)));
  return turns.map(({ exchange: { url, request, response }, story }, place) => ({
    url,
    requestHeaders: [],
    request: copy(request),
    response: {
      ...response,
      headers: copy(response.headers),
      body: copy(response.body),
      envelope: copy(response.envelope),
      recodings: [...response.recodings],
      retelling: retold(dialogue, place, story),
    },
  }));
}

/** Rewords texts that an edit inserted, such as a tool name, for this conversation. */
function retell({ response }: ScriptedExchange, known: ReadonlySet<string>): void {
  if (typeof response === 'string' || response.retelling === undefined) return;
  const { body, retelling } = response;
  const told = (json: Draft): Draft => {
    const other = retelling.json(json, known);
    return isDraft(other) ? other : json;
  };
  if (body.kind === 'json') body.json = told(body.json);
  if (body.kind !== 'stream') return;
  body.events = body.events.map((event) => ({
    ...event,
    data: typeof event.data === 'string' ? event.data : told(event.data),
  }));
}

/** Returns all texts of an answer, including keys. */
function textsOf({ response }: ScriptedExchange): ReadonlySet<string> {
  if (typeof response === 'string' || response.body.kind === 'text') return new Set();
  const { body } = response;
  const parts = body.kind === 'json' ? [body.json] : body.events.map(({ data }) => data);
  return new Set(parts.flatMap((part) => [...textsIn(part)]));
}

/** Restores the provider's own words in the response, and inserts the client's key where a fault leaks a key. */
function restored(response: ScriptedResponse | string, words: Words): ScriptedResponse | string {
  if (typeof response === 'string') return response;
  const translate = (text: string) =>
    words.reduce((said, [own, theirs]) => said.replaceAll(theirs, own), text);
  return {
    ...response,
    headers: response.headers.map(([name, value]) => [name, translate(value)]),
    recodings: [
      ...response.recodings,
      (body) =>
        isAwsEventStream(body)
          ? withTexts(body, translate)
          : Buffer.from(translate(body.toString('latin1')), 'latin1'),
    ],
  };
}

/** Returns true when the fault is written for this kind of request and answer. */
function isSuited({ proof, fault }: ShownFault, turn: Turn, { extension }: Asked, place: number): boolean {
  const { delivery, sound, dialogue } = baseOf(proof, fault.base);
  const { exchanges, extensions } = sound();
  const their = exchanges[place] ?? exchanges.at(-1);
  const { streaming, model } = turn.reading.request;
  return (
    their !== undefined &&
    (delivery === 'streaming') === streaming &&
    extensions.every((each) => each === extension) &&
    isFree(dialogue.model) === isFree(model) &&
    isRefused(their) === isRefused(turn.exchange)
  );
}

function isFree(model: string | null | undefined): boolean {
  return model?.endsWith(':free') === true;
}

/** Returns true when the fault's check applies to the request. */
function isAsked(
  dialect: AnyDialect,
  { fault }: ShownFault,
  { extensions, scenario }: Script,
  current: ScriptedExchange,
  place: number,
): boolean {
  return dialect.asks(fault.catches, exchangeOf(current), place + 1, {
    extensions: new Set(extensions),
    scenario,
    price: { promptPerMillion: 1, completionPerMillion: 1 },
  });
}
