/**
 * Makes the response of the reference provider to a request. It sends nothing, and takes the time from the given clock.
 */

import { isRefusal, MOST_LEVELS } from '../answers/asked-request.ts';
import {
  invalidRequest,
  methodNotAllowed,
  notFound,
  type Refusal,
  throttled,
  WRONG_KEY,
} from '../answers/refusal.ts';
import type { ScriptedResponse } from '../answers/script.ts';
import type { ProviderRequest, Route, Service } from '../answers/service.ts';
import type { Price } from '../judge/price.ts';
import { isObject, type JsonObject } from '../text/json.ts';
import { isDeeperThan } from '../text/nesting.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import { complete } from './completion.ts';
import type { ChosenFault, OpenedProvider, Served } from './opened-provider.ts';
import { heldTo } from './profile-rules.ts';
import { type WithFault, withFault } from './shown-fault.ts';
import { storyOf } from './told-story.ts';
import { type Answered, Turn } from './turn.ts';

/** The models that are listed by default. The second is free. */
export const REFERENCE_MODEL = 'reference';
const FREE_MODEL = `${REFERENCE_MODEL}:free`;
const USUAL_MODELS = [REFERENCE_MODEL, FREE_MODEL];

/** The only upstream: the slug by which requests pin it, and the name that answers report. */
export const REFERENCE_UPSTREAM = { slug: 'reference', name: 'Reference' } as const;

/** The price that the OpenRouter extension charges. */
export const REFERENCE_PRICE: Price = {
  promptPerMillion: 1,
  completionPerMillion: 4,
  cacheReadPerMillion: 0.1,
  cacheWritePerMillion: 1.25,
};

/** The response to send, and how its body is cut into pieces. */
export interface Responded extends WithFault {
  /** The id of the dialect of the path; null when the path belongs to no dialect. */
  readonly dialect: string | null;
  readonly piecesOf?: Service['piecesOf'];
}

/** The inputs, in addition to the request, that determine the answer. */
export interface Circumstances {
  /** The fault to show; null for no fault. */
  readonly fault: ChosenFault | null;
  /** Set when the request is throttled. `retryAfter` is in seconds; null omits the header. */
  readonly throttle?: { readonly retryAfter: number | null };
}

export function respond(
  request: ProviderRequest,
  opened: OpenedProvider,
  circumstances: Circumstances,
): Responded {
  const place = placeOf(request, opened);
  if (place === null) {
    const nowhere = refusalOf(notFound('There is nothing at this path.'), request, opened);
    return {
      response: nowhere,
      sound: nowhere,
      dialect: null,
      notShown: 'there is nothing at this path',
    };
  }
  const { served, route } = place;
  const { piecesOf } = served.service;
  return {
    ...responseAt(request, served, route, opened, circumstances),
    dialect: served.dialect.id,
    ...(piecesOf === undefined ? {} : { piecesOf }),
  };
}

/** Returns the refusal in the dialect of the path, or in the first dialect when the path belongs to none. */
export function refusalOf(
  refusal: Refusal,
  request: ProviderRequest,
  opened: OpenedProvider,
): ScriptedResponse {
  const place = placeOf(request, opened);
  const service = place?.served.service ?? opened.served[0].service;
  return service.refusal(refusal, place?.route.extension ?? null);
}

function responseAt(
  request: ProviderRequest,
  served: Served,
  route: Route,
  opened: OpenedProvider,
  { fault, throttle }: Circumstances,
): WithFault {
  const { service, dialect } = served;
  const { extension, endpoint } = route;
  const sound = (response: ScriptedResponse): WithFault => ({
    response,
    sound: response,
    notShown: fault === null ? null : 'the fault is not about such a request',
  });
  const refuse = (refusal: Refusal) => sound(service.refusal(refusal, extension));
  const allowed = endpoint === 'models' ? 'GET' : 'POST';
  if (request.method !== allowed) return refuse(methodNotAllowed(allowed));
  const key = service.keyOf(request);
  const early = earlyRefusal(key, opened, throttle);
  if (endpoint === 'models')
    return early === null ? sound(service.models(opened.models ?? USUAL_MODELS)) : refuse(early);

  const text = decodeText(request.body);
  const isDeep = isDeeperThan(MOST_LEVELS, text);
  const json = isDeep ? undefined : parseJson(text);
  const answerTo = (asked: JsonObject) => answer(asked, request, route, served, opened);
  const whole = isObject(json) ? wholeRequest(json, service, opened) : null;
  const repeated = isObject(json) ? repeatedField(json, service) : null;
  if (repeated !== null) return refuse(repeated);
  const shownFault = fault?.inDialects.get(dialect.id);
  if (shownFault !== undefined && isObject(json)) {
    return withFault(dialect, shownFault, {
      request: whole ?? json,
      url: urlOf(request),
      extension,
      key,
      early: early === null ? null : service.refusal(early, extension),
      answer: answerTo,
    });
  }
  if (early !== null) return refuse(early);
  if (isDeep) return refuse(invalidRequest(`The body nests more than ${MOST_LEVELS} levels.`));
  if (!isObject(json)) return refuse(invalidRequest('The body is no JSON object.'));
  if (whole === null) {
    return refuse(notFound('A previous response with this id is not stored.', service.stored?.path ?? null));
  }
  const { response } = answerTo(whole).exchange;
  return {
    response,
    sound: response,
    notShown: fault === null ? null : `${dialect.id} does not have the fault`,
  };
}

/** Returns the request with the stored history that it continues; null when that history is not stored. */
function wholeRequest(json: JsonObject, service: Service, { kept }: OpenedProvider): JsonObject | null {
  const continued = service.stored?.continues(json) ?? null;
  if (continued === null) return json;
  const before = kept.before(continued);
  return before === undefined
    ? null
    : {
        ...service.withMessages(json, [...before.messages, ...(service.messagesOf(json) ?? [])]),
        ...before.fields,
      };
}

/** Refuses a request that repeats a field stored with the response that it continues. */
function repeatedField(json: JsonObject, { stored }: Service): Refusal | null {
  if (stored === undefined || stored.continues(json) === null) return null;
  const field = stored.keptFields?.find((name) => json[name] !== undefined);
  return field === undefined
    ? null
    : invalidRequest(`${field} is kept with the thread, and may not be sent again.`, field);
}

function urlOf({ path, query }: ProviderRequest): string {
  return `http://127.0.0.1${path}${query === '' ? '' : `?${query}`}`;
}

/** Returns the answer to a request, and stores it when the request asks for that. */
function answer(
  json: JsonObject,
  sent: ProviderRequest,
  route: Route,
  served: Served,
  opened: OpenedProvider,
): Turn {
  const { dialect, service } = served;
  const { kept, rules, now } = opened;
  const url = urlOf(sent);
  const created = Math.floor(now() / 1000);
  const make = () => new Turn(dialect, url, json, answered(json, created, sent, route, served, opened));
  // Rules may apply to a share of the requests only, so each request is decided anew.
  const turn =
    rules === undefined
      ? opened.remembered.turn(JSON.stringify([dialect.id, url, route.extension, created, json]), make)
      : make();
  const stores = service.stored?.keeps(json) === true;
  if (turn.id === null || (!stores && rules === undefined)) return turn;
  const said = dialect.answerMessages(turn.reading);
  if (rules !== undefined) kept.issue(said);
  if (stores) {
    const names = service.stored.keptFields ?? [];
    const fields = Object.fromEntries(
      names.flatMap((name) => (json[name] === undefined ? [] : [[name, json[name]]])),
    );
    kept.keep(turn.id, { messages: [...(service.messagesOf(json) ?? []), ...said], fields });
  }
  return turn;
}

function answered(
  json: JsonObject,
  created: number,
  { path, query }: ProviderRequest,
  route: Route,
  { dialect, service }: Served,
  { seed, kept, models, insistsOnThoughts, cachesPrompts, rules, draw }: OpenedProvider,
): Answered {
  const offer = { models, upstream: REFERENCE_UPSTREAM.slug, insistsOnThoughts };
  const read = service.readRequest({ ...route, json, path, query }, offer);
  const request =
    rules === undefined || isRefusal(read)
      ? read
      : heldTo(
          rules,
          read,
          {
            messages: service.messagesOf(json) ?? [],
            edits: dialect.historyEdits,
            issued: kept.issued,
          },
          draw,
        );
  if (isRefusal(request)) {
    return {
      response: service.refusal(request, route.extension),
      story: () => ({ answer: null, calls: [], option: null, facts: [] }),
      id: null,
    };
  }
  const completed = complete(request, {
    seed,
    ids: service.ids,
    created,
    extension: route.extension,
    upstream: REFERENCE_UPSTREAM.name,
    price: request.model === FREE_MODEL ? null : REFERENCE_PRICE,
    cachesPrompts,
  });
  return {
    response: service.render(completed, request),
    story: () => storyOf(request, completed.answers[0]),
    id: completed.envelope.id,
  };
}

/** Returns the refusal that needs no look at the body, or null. */
function earlyRefusal(
  key: string | null,
  { apiKey }: OpenedProvider,
  throttle?: { readonly retryAfter: number | null },
): Refusal | null {
  if (apiKey !== null && key !== apiKey) return WRONG_KEY;
  return throttle === undefined ? null : throttled(throttle.retryAfter);
}

function placeOf(
  request: ProviderRequest,
  { served }: OpenedProvider,
): { served: Served; route: Route } | null {
  for (const each of served) {
    const route = each.service.routeOf(request);
    if (route !== null) return { served: each, route };
  }
  return null;
}
