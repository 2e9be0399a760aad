/** Tries a client on the conforming provider, and then with each fault. */
import type { Exchange } from '../evidence/exchange.ts';
import { readableBody } from '../evidence/frames/readable-body.ts';
import type { Extension } from '../judge/check.ts';
import type { SeededFault } from '../proof/cases.ts';
import { RehearsalTransport } from '../provider/rehearsal.ts';
import { openHandler } from '../provider/request-handler.ts';
import { answersIn } from '../scenarios/played.ts';
import { knowledgeOf, type Scenario } from '../scenarios/scenario.ts';
import { SuiteError } from '../system/failure.ts';
import { isObject } from '../text/json.ts';
import { jsonText, shorten } from '../text/json-text.ts';
import { plain } from '../text/plain-text.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import { Client, type ClientCommand } from './client-process.ts';
import { type Deeds, deedsOf } from './deeds.ts';
import { departureOf } from './departure.ts';
import { errorOf, type Observed, outcomeOf, type Weighed } from './outcome.ts';
import type { Trial } from './plan.ts';
import type { ShownRecord, SoundRecord, TrialRecord } from './record.ts';
import { type Assignment, type ProviderClock, recordConversation } from './recorded-conversation.ts';

export interface Trying {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly command: ClientCommand;
  readonly dialect: string;
  readonly extension: Extension | null;
  readonly trials: readonly Trial[];
  /** The number of parallel conversations. */
  readonly inFlight: number;
  /** Called after each conversation, with its exchanges and the total number of conversations. */
  readonly onEnded: (
    record: SoundRecord | TrialRecord,
    exchanges: readonly Exchange[],
    of: number,
  ) => Promise<void>;
}

export interface Tried {
  readonly sound: readonly SoundRecord[];
  /** In the order of the trials. */
  readonly trials: readonly TrialRecord[];
  /** How the faults look on the wire, for those that were shown. */
  readonly shown: readonly ShownRecord[];
}

/** The length of the evidence that is kept, in characters. */
const NEXT_LENGTH = 500;

/** A conversation with the conforming provider. */
export type Conversation = Pick<Trial, 'scenario' | 'delivery'>;

/** @throws {SuiteError} when the client cannot hold one of the conversations with the conforming provider */
export async function holdSound(
  trying: Omit<Trying, 'trials'>,
  conversations: readonly Conversation[],
): Promise<readonly SoundRecord[]> {
  return withClients(trying, async (clients, clock) => {
    const held = await soundly(trying, conversations, clients, clock, conversations.length);
    return held.map(({ record }) => record);
  });
}

/** @throws {SuiteError} when the client cannot hold a conversation with the conforming provider */
export async function tryClient(trying: Trying): Promise<Tried> {
  const { trials } = trying;
  return withClients(trying, async (clients, clock) => {
    const conversations = conversationsOf(trials);
    const of = conversations.length + trials.length;
    const held = await soundly(trying, conversations, clients, clock, of);
    const sound = new Map(held.map(({ conversation, observed }) => [keyOf(conversation), observed]));
    const shown: ShownRecord[] = [];
    const trialRecords = await inTurns(trials, clients, async (trial, client) => {
      const asPlanned = await withFault(trying, trial, trial.scenario, sound, client, clock);
      const { scenario, faulty, weighed } =
        asPlanned.weighed.outcome === 'not-shown' && trial.otherwise !== null
          ? await withFault(trying, trial, trial.otherwise, sound, client, clock)
          : asPlanned;
      const record = trialRecord(trying, { ...trial, scenario }, faulty, weighed);
      const looks = await shownRecord(trying, trial, faulty, clock);
      if (looks !== null) shown.push(looks);
      await trying.onEnded(record, faulty.exchanges, of);
      return record;
    });
    return { sound: held.map(({ record }) => record), trials: trialRecords, shown };
  });
}

/** Holds the conversation with the fault, in one scenario. */
async function withFault(
  trying: Trying,
  { fault, delivery }: Trial,
  scenario: Scenario,
  sound: ReadonlyMap<string, Watched>,
  client: Client,
  clock: ProviderClock,
): Promise<{ readonly scenario: Scenario; readonly faulty: Watched; readonly weighed: Weighed }> {
  const without = sound.get(keyOf({ scenario, delivery }));
  if (without === undefined) throw new Error('every conversation is held without a fault first');
  const assignment = { ...assignmentOf(trying, { scenario, delivery }), fault: fault.name };
  const faulty = await observe(assignment, client, clock);
  const weighed = outcomeOf(without, faulty);
  if (!isUnexplained(weighed, faulty, fault.catches)) return { scenario, faulty, weighed };
  const again = await observe(assignment, client, clock);
  return { scenario, faulty: again, weighed: outcomeOf(without, again) };
}

async function withClients<T>(
  { command, inFlight }: Omit<Trying, 'trials'>,
  act: (clients: readonly Client[], clock: ProviderClock) => Promise<T>,
): Promise<T> {
  const clients = Array.from({ length: inFlight }, () => new Client(command));
  try {
    return await act(clients, { seed: 'clients', now: fixed(Date.now()) });
  } finally {
    for (const client of clients) client.close();
  }
}

/** Holds each conversation with the conforming provider. @param of the total number of conversations */
function soundly(
  trying: Omit<Trying, 'trials'>,
  conversations: readonly Conversation[],
  clients: readonly Client[],
  clock: ProviderClock,
  of: number,
) {
  return inTurns(conversations, clients, async (conversation, client) => {
    const assignment = { ...assignmentOf(trying, conversation), fault: null };
    let observed = await observe(assignment, client, clock);
    // On a busy machine it may have lost its connection, so it gets a second try, as with a fault.
    if (problemOf(observed, conversation) !== null) observed = await observe(assignment, client, clock);
    requireSound(observed, conversation);
    const record = soundRecord(trying, conversation, observed);
    await trying.onEnded(record, observed.exchanges, of);
    return { conversation, observed, record };
  });
}

/**
 * True when a second try is needed: a busy machine may be the reason that a client hangs, or reports a problem that no
 * check found on the wire.
 */
function isUnexplained({ outcome }: Weighed, { deeds }: Watched, catches: string): boolean {
  if (outcome === 'hangs') return true;
  return outcome === 'reports' && !deeds.deviations.some(({ check }) => check === catches);
}

type Watched = Observed & { readonly exchanges: readonly Exchange[] };

function fixed(time: number): () => number {
  return () => time;
}

function keyOf({ scenario, delivery }: Conversation): string {
  return `${scenario.id} ${delivery}`;
}

function conversationsOf(trials: readonly Trial[]): Conversation[] {
  const held = trials.flatMap(({ scenario, otherwise, delivery }) =>
    [scenario, otherwise].flatMap((each) => (each === null ? [] : [{ scenario: each, delivery }])),
  );
  return [...new Map(held.map((conversation) => [keyOf(conversation), conversation])).values()];
}

function assignmentOf(
  { dialect, extension }: Omit<Trying, 'trials'>,
  { scenario, delivery }: Conversation,
): Omit<Assignment, 'fault'> {
  return { dialect, extension, scenario, delivery };
}

async function observe(assignment: Assignment, client: Client, clock: ProviderClock): Promise<Watched> {
  const recorded = await recordConversation(assignment, client, clock);
  return {
    ...recorded,
    deeds: deedsOf({ ...assignment, ...recorded, scenario: knowledgeOf(assignment.scenario) }),
  };
}

/** @throws {SuiteError} saying what the client did instead of holding the conversation */
function requireSound(observed: Watched, conversation: Conversation): void {
  const { scenario, delivery } = conversation;
  const problem = problemOf(observed, conversation);
  if (problem === null) return;
  const broken = observed.deeds.broken.map(
    ({ check, findings: [first] }) => `; ${check}: ${first?.message ?? 'fails'}`,
  );
  throw new SuiteError(
    `the client cannot hold the conversation ${scenario.id} (${delivery}) with the conforming provider: ${plain(problem)}${broken.join('')}`,
  );
}

function problemOf(observed: Watched, { scenario, delivery }: Conversation): string | null {
  const { deeds, timedOut, exchanges } = observed;
  const error = errorOf(observed);
  if (timedOut) return 'it came to no end in its time; mend it, or give it more with --time-limit';
  if (exchanges.length === 0)
    return `it sent no request to the base URL${error === null ? '' : ` (${error})`}`;
  if (error !== null) return error;
  if (!deeds.isAnswered) return 'it stopped before the last answer';
  if (deeds.delivery !== delivery)
    return `it asks for ${deeds.delivery === 'streaming' ? 'a stream' : 'no stream'}, whatever its task says: choose --delivery ${deeds.delivery}`;
  const answers = answersIn(scenario);
  const answered = deeds.histories.at(-1)?.calls.filter(({ result }) => result !== null) ?? [];
  if (answers > 1 && answered.length === 0)
    return `no call came back with its result after ${exchanges.length} requests`;
  const names = new Set(scenario.tools.map(({ name }) => name));
  const strange = answered.find(({ name }) => !names.has(name));
  if (strange !== undefined) return `it offers other tools (${strange.name}) than its task has`;
  return deeds.histories.length < answers ? 'it skipped a turn' : null;
}

function soundRecord(
  { name, versions, dialect, extension }: Omit<Trying, 'trials'>,
  { scenario, delivery }: Conversation,
  { deeds }: Observed,
): SoundRecord {
  return {
    type: 'sound',
    client: name,
    dialect,
    extension,
    delivery,
    scenario: scenario.id,
    versions,
    requests: deeds.histories.length,
    broken: deeds.broken.map(({ check, findings: [first] }) => ({
      check,
      message: first?.message ?? 'fails',
    })),
  };
}

function trialRecord(
  { name, dialect, extension }: Trying,
  { fault, scenario, delivery }: Trial,
  { deeds, exchanges }: Watched,
  { outcome, harms, report }: Weighed,
): TrialRecord {
  const place = placeOf(fault, deeds);
  return {
    type: 'trial',
    client: name,
    dialect,
    extension,
    delivery,
    scenario: scenario.id,
    fault: fault.name,
    check: fault.catches,
    outcome,
    harms: [...harms],
    report: report === null ? null : shorten(report, 200),
    next:
      outcome === 'corrupts' || outcome === 'hangs' ? nextText(exchanges[place], exchanges[place + 1]) : null,
  };
}

/** Returns the index of the exchange with the first finding, from 0. */
function placeOf({ catches }: SeededFault, { deviations }: Deeds): number {
  const caught = deviations.find(({ check }) => check === catches);
  return (caught?.findings[0]?.exchange ?? 1) - 1;
}

/** Returns null when the check that catches the fault found nothing. */
async function shownRecord(
  { dialect }: Trying,
  { fault, delivery }: Trial,
  { deeds, exchanges }: Watched,
  clock: ProviderClock,
): Promise<ShownRecord | null> {
  const caught = deeds.deviations.find(({ check }) => check === fault.catches);
  if (caught === undefined) return null;
  const passed = exchanges.slice(0, placeOf(fault, deeds) + 1);
  return {
    type: 'shown',
    dialect,
    delivery,
    fault: fault.name,
    title: fault.title,
    check: fault.catches,
    findings: [...new Set(caught.findings.map(({ message }) => message))],
    answer: departureOf(
      answerText(passed.at(-1)),
      answerText(await answeredSoundly(passed, { ...clock, fault: fault.name })),
    ),
  };
}

/** Repeats the requests, and returns the last one with the answer that does not have the fault. */
async function answeredSoundly(
  passed: readonly Exchange[],
  options: ProviderClock & { readonly fault: string },
): Promise<Exchange | undefined> {
  const faulty = await openHandler(options);
  const sound = new RehearsalTransport({
    ...faulty,
    async answer(sent) {
      const responded = await faulty.answer(sent);
      return { ...responded, response: responded.sound };
    },
  });
  for (const { request } of passed) await sound.send(request);
  return sound.exchanges.at(-1);
}

function answerText(exchange: Exchange | undefined): string {
  if (exchange?.response == null) return exchange?.failure ?? '';
  return readableBody(exchange.response.body);
}

/** Returns what the next request adds to the history, as JSON; null when there is no next request. */
function nextText(before: Exchange | undefined, next: Exchange | undefined): string | null {
  if (before === undefined || next === undefined) return null;
  const [old, now] = [historyIn(before), historyIn(next)];
  const added = now.slice(old.length);
  return shorten(jsonText(added.length > 0 ? added : now), NEXT_LENGTH);
}

function historyIn({ request }: Exchange): readonly unknown[] {
  const json = parseJson(decodeText(request.body));
  const lists = isObject(json) ? [json['messages'], json['input'], json['contents']] : [];
  return lists.find(Array.isArray) ?? [];
}

/**
 * Processes all items; each client takes one at a time. After an error, no further item begins.
 *
 * @returns the results in the order of the items
 */
async function inTurns<T, R>(
  items: readonly T[],
  clients: readonly Client[],
  doOne: (item: T, client: Client) => Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  const left = [...items.entries()];
  await Promise.all(
    clients.map(async (client) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [at, item] = next;
        try {
          done[at] = await doOne(item, client);
        } catch (error) {
          left.length = 0;
          throw error;
        }
      }
    }),
  );
  return done;
}
