/**
 * Puts a seeded fault into the answers of the reference provider. A fault is an edit of a whole conversation, so the
 * conversation around a request is made anew: what was answered before, by asking the model again, and what will be
 * asked next, as any client would. The edit is made on that script, and the answer in the place of the request is sent.
 *
 * Where the edit finds nothing to change, or the check that it is meant for is not asked, the answer stays as it is.
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
import { isAwsEventStream, withTexts } from '../evidence/frames/aws-event-stream.ts';
import type { Dialogue } from '../proof/dialogue.ts';
import { CREDENTIAL, TIME_CALL, WEATHER_CALL } from '../proof/dialogue-parts.ts';
import { baseOf } from '../proof/proof.ts';
import { type Asked, conversationAround, isRefused } from './conversation-around.ts';
import type { ShownFault } from './opened-provider.ts';
import { recognise } from './scripted-model.ts';
import { retold } from './told-story.ts';
import type { Turn } from './turn.ts';

export interface WithFault {
  /** A text, the reason, where the connection is to be lost. */
  readonly response: ScriptedResponse | string;
  /** Why the fault is not in it; null where it is. */
  readonly notShown: string | null;
}

/** The answer with the fault in it, or as it is where the fault has no place in it. */
export function withFault(dialect: AnyDialect, shownFault: ShownFault, asked: Asked): WithFault {
  const { fault, proof } = shownFault;
  const { turns, place } = conversationAround(dialect, shownFault, asked);
  const words = wordsOf(turns, shownFault);
  const script: Script = {
    dialect: dialect.id,
    extensions: asked.extension === null ? [] : [asked.extension],
    scenario: null,
    counterpart: null,
    price: null,
    exchanges: reworded(turns, words, baseOf(proof, fault.base).dialogue),
  };
  const [sound, current] = [turns[place]?.exchange.response, script.exchanges[place]];
  if (sound === undefined || current === undefined) throw new Error('the request is not in its conversation');
  const unchanged = (notShown: string): WithFault => ({ response: sound, notShown });
  if (!isSuited(dialect, shownFault, script, place)) {
    return unchanged(`nothing in this answer is for ${fault.catches} to judge`);
  }
  const known = textsOf(current);
  try {
    if (baseOf(proof, fault.base).dialogue.breaksMidstream === true) proof.edits.breakMidstream(current);
    fault.edit(script);
    retell(current, known);
    // Edits of bytes are made, and find nothing to change, only when the bytes are.
    exchangeOf(current);
  } catch {
    return unchanged('this answer has no place for it');
  }
  const response = restored(
    current.response,
    asked.key === null ? words : [...words, [asked.key, CREDENTIAL]],
  );
  if (isSame(response, sound, current))
    return unchanged('the fault is in another answer of this conversation');
  return isKept(dialect, fault.catches, script)
    ? unchanged(`${fault.catches} is kept all the same`)
    : { response, notShown: null };
}

/** Whether the rule is seen to hold although the fault is there: an integer in the place of a number breaks nothing. */
function isKept(dialect: AnyDialect, check: string, script: Script): boolean {
  const { verdicts } = dialect.judge(conversationOf(script));
  return verdicts.find((verdict) => verdict.check === check)?.outcome === 'pass';
}

/** Whether a client gets the same. */
function isSame(
  edited: ScriptedResponse | string,
  sound: ScriptedResponse,
  current: ScriptedExchange,
): boolean {
  const sent = (response: ScriptedResponse | string) => exchangeOf({ ...current, response });
  return isDeepStrictEqual(sent(edited), sent(sound));
}

/** A word of this provider, and the one that stands for it in the conversations that faults are written for. */
type Words = readonly (readonly [own: string, theirs: string])[];

/** The ids of the first calls. */
function wordsOf(turns: readonly Turn[], { proof: { edits } }: ShownFault): Words {
  const issued = turns.flatMap(({ reading }) => reading.turn.calls.map(({ id }) => id?.value));
  return [WEATHER_CALL.id, TIME_CALL.id].flatMap((theirs, at) => {
    const own = issued[at];
    return typeof own === 'string' && own !== '' ? [[own, edits.idOf(theirs)] as const] : [];
  });
}

/** A copy of the exchanges, in which their words stand, and which can say what is written for the dialogue. */
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

/** Puts what an edit has brought in, such as the name of a tool, into the words of this conversation. */
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

/** Every text of an answer, keys included. */
function textsOf({ response }: ScriptedExchange): ReadonlySet<string> {
  if (typeof response === 'string' || response.body.kind === 'text') return new Set();
  const { body } = response;
  const parts = body.kind === 'json' ? [body.json] : body.events.map(({ data }) => data);
  return new Set(parts.flatMap((part) => [...textsIn(part)]));
}

/** The response in the provider's own words again, and with the key that this client sent where a fault leaks one. */
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

/** The fault is written for such a request and such an answer, and its check is asked about it. */
function isSuited(dialect: AnyDialect, { proof, fault }: ShownFault, script: Script, place: number): boolean {
  const { delivery, sound, dialogue } = baseOf(proof, fault.base);
  const { exchanges, extensions } = sound();
  const [their, our] = [exchanges[place] ?? exchanges.at(-1), script.exchanges[place]];
  if (their === undefined || our === undefined) return false;
  const exchange = exchangeOf(our);
  const { request } = dialect.read(exchange, place + 1);
  const isFree = (model: string | null | undefined) => model?.endsWith(':free') === true;
  return (
    (delivery === 'streaming') === request.streaming &&
    extensions.every((extension) => script.extensions.includes(extension)) &&
    isFree(dialogue.model) === isFree(request.model) &&
    isRefused(their) === isRefused(our) &&
    dialect.asks(fault.catches, exchange, place + 1, {
      extensions: new Set(script.extensions),
      scenario: recognise(proof.service.openingOf(our.request)),
      price: { promptPerMillion: 1, completionPerMillion: 1 },
    })
  );
}
