/** Answers the requests that reach the reference provider, however they reach it. */
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import type { ProviderRequest } from '../answers/service.ts';
import { SuiteError } from '../system/failure.ts';
import type { AnsweredRequest } from './answered-request.ts';
import { askedFault, FAULT_HEADER, Faults } from './asked-fault.ts';
import { type ChosenFault, openProvider } from './opened-provider.ts';
import type { ProfileRules } from './profile-rules.ts';
import { type Responded, refusalOf, respond } from './respond.ts';
import { Throttled } from './throttled.ts';

export interface HandlerOptions {
  /** The one key that is let in; without it everybody is. */
  readonly apiKey?: string;
  /** The only models that are served; by default any name but the one that the scenario unknown-model asks for. */
  readonly models?: readonly string[];
  /** Refuses calls that come back without the thoughts behind them, as DeepSeek does; false by default. */
  readonly insistsOnThoughts?: boolean;
  /** Reports half of the prompt of every request with a history as read from a cache; false by default. */
  readonly cachesPrompts?: boolean;
  /** What else it refuses and ignores, so that a profile of it can be measured. */
  readonly rules?: ProfileRules;
  /** Makes other ids. */
  readonly seed?: string;
  /** The clock behind `created`, in milliseconds since 1970; by default the real one. */
  readonly now?: () => number;
  /** Refuses the first requests with 429. */
  readonly throttle?: {
    readonly requests: number;
    /** Seconds, in `Retry-After`; without it there is no such header. */
    readonly retryAfter?: number;
  };
  /**
   * The name of a seeded fault, such as `ids/too-long`: it shows in every answer that it can be in, of every dialect
   * that knows it. One in how a request is throttled throttles each request once. A request may name another one, in
   * its header `X-Fault` or in a base path such as `/fault/ids/too-long/v1`.
   */
  readonly fault?: string;
  /** Is told of every request before its answer goes out, and whether the answer shows the fault. */
  readonly log?: (answered: AnsweredRequest) => void;
}

/** Both tell the log of the request. */
export interface RequestHandler {
  answer(sent: ProviderRequest): Promise<Responded>;
  /** Says no in the words of the dialect that is spoken at the path, whatever else is asked. */
  refuse(sent: ProviderRequest, refusal: Refusal): Responded;
}

/** @throws {SuiteError} when there is no such fault, or one that no provider can show */
export async function openHandler(options: HandlerOptions = {}): Promise<RequestHandler> {
  const {
    apiKey = null,
    models = null,
    seed = 'reference',
    now = Date.now,
    fault: usual = null,
    insistsOnThoughts = false,
    cachesPrompts = false,
    throttle,
    rules,
    log = () => {},
  } = options;
  const faults = new Faults();
  if (usual !== null) await faults.called(usual);
  const opened = await openProvider({
    apiKey,
    models,
    seed,
    now,
    insistsOnThoughts,
    cachesPrompts,
    ...(rules === undefined ? {} : { rules }),
  });
  let toRefuse = throttle?.requests ?? 0;
  const throttled = new Throttled();

  const told = (sent: ProviderRequest, responded: Responded): Responded => {
    const { name } = askedFault(sent, usual);
    log({
      at: opened.now(),
      method: sent.method,
      path: sent.path,
      dialect: responded.dialect,
      status: typeof responded.response === 'string' ? null : responded.response.status,
      fault: name,
      shown: name === null ? null : responded.notShown === null,
      why: responded.notShown,
    });
    return responded;
  };
  const refuse = (sent: ProviderRequest, refusal: Refusal): Responded => {
    const { name, request } = askedFault(sent, usual);
    const notShown = name === null ? null : refusal.message;
    const response = refusalOf(refusal, request, opened);
    return told(sent, { response, sound: response, dialect: null, notShown });
  };
  return {
    refuse,
    async answer(sent) {
      const { name, request } = askedFault(sent, usual);
      const chosen = name === null ? null : await named(faults, name);
      if (typeof chosen === 'string') return refuse(sent, invalidRequest(chosen, FAULT_HEADER));
      const refusing = toRefuse > 0;
      if (refusing) toRefuse -= 1;
      const early = refusing
        ? { retryAfter: throttle?.retryAfter ?? null }
        : throttled.earlyBy(chosen, request.body);
      const circumstances = { fault: chosen, ...(early === null ? {} : { throttle: early }) };
      return told(sent, respond(request, opened, circumstances));
    },
  };
}

/** The fault of that name; a text says why there is none. */
async function named(faults: Faults, name: string): Promise<ChosenFault | string> {
  try {
    return await faults.called(name);
  } catch (error) {
    if (error instanceof SuiteError) return error.message;
    throw error;
  }
}
