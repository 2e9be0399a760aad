/** Answers the requests to the reference provider, independent of the transport. */
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
  /** The only accepted key; without it every request is accepted. */
  readonly apiKey?: string;
  /** The served models; by default any name except the one that the scenario unknown-model asks for. */
  readonly models?: readonly string[];
  /** Refuses calls that come back without their thoughts, as DeepSeek does; false by default. */
  readonly insistsOnThoughts?: boolean;
  /** For every request with a history, reports half of the prompt as read from a cache; false by default. */
  readonly cachesPrompts?: boolean;
  /** Further rules about what is refused or ignored, so that a profile of the provider can be measured. */
  readonly rules?: ProfileRules;
  /** Different seeds produce different ids. */
  readonly seed?: string;
  /** The clock for `created`, in milliseconds since 1970; the system clock by default. */
  readonly now?: () => number;
  /** Refuses the first requests with 429. */
  readonly throttle?: {
    readonly requests: number;
    /** Seconds for the `Retry-After` header; without it the header is absent. */
    readonly retryAfter?: number;
  };
  /**
   * The name of a seeded fault, such as `ids/too-long`. It appears in every answer that can contain it, in every
   * dialect that has it. A fault about throttling throttles each request once. A request may name another fault, in its
   * header `X-Fault` or in a base path such as `/fault/ids/too-long/v1`.
   */
  readonly fault?: string;
  /** Receives every request before its answer is sent, and whether the answer shows the fault. */
  readonly log?: (answered: AnsweredRequest) => void;
}

/** Both methods log the request. */
export interface RequestHandler {
  answer(sent: ProviderRequest): Promise<Responded>;
  /** Sends the refusal in the dialect of the path, whatever the request contains. */
  refuse(sent: ProviderRequest, refusal: Refusal): Responded;
}

/** @throws {SuiteError} when the fault does not exist, or when no provider can show it */
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

/** Returns the fault with that name, or a text with the reason why it cannot be shown. */
async function named(faults: Faults, name: string): Promise<ChosenFault | string> {
  try {
    return await faults.called(name);
  } catch (error) {
    if (error instanceof SuiteError) return error.message;
    throw error;
  }
}
