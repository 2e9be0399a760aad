/**
 * The first conversation with a target. If it shows that no request will succeed, the rest is not sent. Reasons are:
 * nothing listens, the key is wrong, the model does not exist, the server uses another dialect, or the answer takes too
 * long.
 */
import type { Target } from '../config/providers.ts';
import { dialectOf, dialects } from '../dialects/catalogue.ts';
import { whoseAnswer } from '../dialects/whose-answer.ts';
import { urlBelow } from '../drive/drive.ts';
import { type Exchange, isEndless, isTimedOut } from '../evidence/exchange.ts';
import { type Asked, whyLost, whyRefused } from '../gate/unanswered.ts';
import { standingOf } from '../reading/standing.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { invitesRefusal } from '../scenarios/scenario.ts';
import { isObject, type Json } from '../text/json.ts';
import { decodeText, firstByte, parseJson } from '../text/wire-text.ts';
import { LiveTransport } from '../transports/live.ts';
import { standingIn } from './answer-standing.ts';
import { type Access, endpointOf } from './hold.ts';

/**
 * Returns the conversation to begin with: the first one that expects an answer and has no copies, otherwise the first.
 */
export function firstOf<One extends { readonly scenario: ConversationId['scenario'] }>(
  conversations: readonly One[],
): One | undefined {
  const fit = ({ scenario }: One) => !invitesRefusal(scenario) && scenario.copies === undefined;
  return conversations.find(fit) ?? conversations[0];
}

/**
 * Returns why no further request to the target would succeed, in one line with the next step; null when that is
 * unclear. After a 404 it asks the server for its models, which is free.
 */
export async function whyHopeless(
  { target, scenario }: ConversationId,
  exchanges: readonly Exchange[],
  access: Access,
): Promise<string | null> {
  const last = exchanges.at(-1);
  if (last === undefined) return null;
  // An endless answer would be endless in the next conversation too.
  if (last.failure !== undefined && isEndless(last)) return whyLost(last.failure);
  const standing = standingIn(target, last, exchanges.length);
  if (standing.kind === 'lost') {
    const { reason } = standing;
    // A server that has answered before may answer again.
    const before = exchanges.slice(0, -1).map(standingOf);
    const isSlow = isTimedOut({ failure: reason }) && before.every(({ kind }) => kind !== 'answered');
    return isSlow || HOPELESS.test(reason) ? whyLost(reason) : null;
  }
  if (standing.kind === 'answered') return exchanges.length === 1 ? whyForeign(target, last) : null;
  if (standing.kind !== 'refused') return null;
  const { status, reason } = standing;
  if (status === 401 || status === 403 || (status >= 300 && status < 400))
    return whyRefused({ status, reason }, askedOf(target));
  if (status !== 404 || invitesRefusal(scenario)) return null;
  const models = await modelsOf(target, access);
  if (models.length === 0 || models.includes(target.model))
    return whyRefused({ status, reason }, askedOf(target));
  return `no model ${target.model}: the server has ${listed(models)}`;
}

/** Returns the reason if the answer is a web page, or of another dialect than the target's. */
function whyForeign({ provider }: Target, { response }: Exchange): string | null {
  const body = response?.body ?? new Uint8Array();
  if (firstByte(body) === OPENING_ANGLE) return `a page came, and no answer: ${CORRECT_URL}`;
  const own = dialectOf(provider.dialect);
  const others = dialects().filter(({ id }) => id !== own.id);
  if (whoseAnswer(body, [own]) !== null) return null;
  const whose = whoseAnswer(body, others)?.dialect;
  if (whose === undefined) return null;
  return `the answers are those of ${whose.name}: ask in it (--dialect ${whose.id}, or dialect in the configuration), or ${CORRECT_URL}`;
}

const OPENING_ANGLE = 0x3c;
const CORRECT_URL = 'correct the base URL';

/** Failure texts of the transport: it could not connect, or the reply was not HTTP. */
const HOPELESS =
  /^(?:the connection was refused|no connection could be made|no connection within|what came back(?: through the proxy of \w+)? is no HTTP) ?/u;

function askedOf({ model, provider: { keyEnv } }: Target): Asked {
  return { model, ...(keyEnv === undefined ? {} : { keyEnv }) };
}

/** Returns the names of the models that the server lists; empty when there is no readable list. */
async function modelsOf(target: Target, access: Access): Promise<string[]> {
  const { baseUrl, headers } = endpointOf(target, access);
  const { beforeAttempt: _before, afterAttempt: _after, ...options } = access.options;
  const transport = new LiveTransport(access.connections, options);
  const { response } = await transport.send({
    method: 'GET',
    url: urlBelow(baseUrl, '/models'),
    headers: Object.entries(headers).map(([name, value]) => [name, [value]]),
    body: new Uint8Array(),
  });
  if (response === null || response.status !== 200) return [];
  return modelNames(parseJson(decodeText(response.body)));
}

/** OpenAI and Anthropic list `data` with `id`, Gemini lists `models` with `name`. */
function modelNames(json: Json): string[] {
  const list = isObject(json) ? (json['data'] ?? json['models']) : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((model) => {
    const name = isObject(model) ? (model['id'] ?? model['name']) : undefined;
    return typeof name === 'string' ? name.replace(/^models\//u, '') : [];
  });
}

const MOST_MODELS = 10;

function listed(models: readonly string[]): string {
  const more = models.length > MOST_MODELS ? ` and ${models.length - MOST_MODELS} more` : '';
  return `${models.slice(0, MOST_MODELS).join(', ')}${more}`;
}
