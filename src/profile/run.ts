/** Measures the facts of one endpoint over the network, and saves each answer before the next request. */
import type { Target } from '../config/providers.ts';
import { requestSettings } from '../config/request-settings.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { type Delivery, type Exchange, type HttpRequest, unsent } from '../evidence/exchange.ts';
import { whyHopeless } from '../live/first-conversation.ts';
import { type Access, endpointOf, RedactedTransport } from '../live/hold.ts';
import { saveHeld } from '../live/save-held.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import type { Transport } from '../transports/transport.ts';
import type { Fact, Trial } from './fact.ts';
import { type Measured, measureAll } from './measure.ts';
import { cassetteOfTrial, type Recordings } from './recordings.ts';
import { requestOfTrial } from './trial-request.ts';

export interface Measuring {
  readonly target: Target;
  readonly delivery: Delivery;
  readonly facts: readonly Fact[];
  readonly access: Access;
  /** Returns a transport for one request. */
  readonly transport: () => Transport;
  /** The output folder for the cassettes. */
  readonly cassettes: string;
  /** Existing recordings. Their requests are not sent again. */
  readonly recorded: Recordings;
  /** The number of facts measured at the same time. */
  readonly inFlight: number;
  readonly onMeasured?: (measured: Measured) => void;
}

export interface MeasuredFacts {
  /** In the order of the facts. */
  readonly measured: readonly Measured[];
  /** Why no further request would be answered; null when this is not clear. */
  readonly stopped: string | null;
}

/** @throws {SuiteError} when a recording cannot be written */
export async function measureEndpoint(measuring: Measuring): Promise<MeasuredFacts> {
  const { facts, inFlight, target, onMeasured } = measuring;
  const answers = new Answers(measuring);
  const measured = await measureAll(facts, {
    dialect: dialectOf(target.provider.dialect),
    answerTo: (trial) => answers.to(trial),
    inFlight,
    ...(onMeasured === undefined ? {} : { onMeasured }),
  });
  return { measured, stopped: answers.stopped };
}

class Answers {
  /** Why no further request is sent, or null. */
  stopped: string | null = null;
  readonly #measuring: Measuring;
  /** The first answer. Other requests wait for it, because it shows whether the endpoint answers at all. */
  #first: Promise<Exchange> | null = null;

  constructor(measuring: Measuring) {
    this.#measuring = measuring;
  }

  to(trial: Trial): Promise<Exchange> {
    const first = this.#first;
    const answer = first === null ? this.#firstTo(trial) : first.then(() => this.#answerTo(trial));
    this.#first ??= answer;
    return answer;
  }

  async #firstTo(trial: Trial): Promise<Exchange> {
    const exchange = await this.#answerTo(trial);
    const { access } = this.#measuring;
    this.stopped = await whyHopeless(this.#conversationOf(trial), [exchange], access);
    return exchange;
  }

  async #answerTo(trial: Trial): Promise<Exchange> {
    const { access, transport: open, target, delivery, cassettes, recorded } = this.#measuring;
    const known = recorded.get(cassetteOfTrial(trial, target, delivery))?.at(-1);
    if (known !== undefined) return known;
    const request = this.#requestOf(trial);
    if (this.stopped !== null) return unsent(request, this.stopped);
    const { signal } = access.options;
    const transport = new RedactedTransport(open(), access.redactor);
    const recordedAt = new Date().toISOString();
    if (signal?.aborted !== true) await transport.send(request);
    await transport.finish();
    const { exchanges } = transport;
    if (signal?.aborted === true) return unsent(request, 'interrupted');
    await saveHeld(cassettes, this.#conversationOf(trial), { exchanges, recordedAt });
    return exchanges.at(-1) ?? unsent(request, 'nothing was recorded');
  }

  #requestOf(trial: Trial): HttpRequest {
    const { target, delivery, access } = this.#measuring;
    const settings = requestSettings(target, delivery, access.extraBody);
    return requestOfTrial(trial, dialectOf(target.provider.dialect), endpointOf(target, access), settings);
  }

  #conversationOf(trial: Trial): ConversationId {
    const { target, delivery } = this.#measuring;
    return { target, scenario: trial.scenario, delivery, sample: trial.sample };
  }
}
