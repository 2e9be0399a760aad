/** A live run: from the selection to its recordings. */
import { awsSecrets } from '../config/aws-identity.ts';
import type { Provider, Target } from '../config/providers.ts';
import { type Exchange, whyUnsent } from '../evidence/exchange.ts';
import { createRedactor } from '../redact/redact.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import { plain } from '../text/plain-text.ts';
import { type AwsIdentity, signingAs } from '../transports/aws-signature.ts';
import { ProviderLimits } from '../transports/limits.ts';
import type { LiveOptions, Timeouts } from '../transports/live.ts';
import { LiveConnections } from '../transports/live-connections.ts';
import type { Budget } from './budget.ts';
import { serveBuiltIn } from './built-in.ts';
import type { Access } from './hold.ts';
import { type HeldTogether, planHolding, type Selection } from './live-plan.ts';
import type { Progress } from './progress.ts';
import { recordConversations } from './recording-phase.ts';
import { type RunFolder, recordedIn } from './run-folder.ts';

/** How to reach a provider. */
export interface Reach {
  readonly baseUrl: string;
  readonly key: { readonly name: string; readonly value: string } | null;
  /** The AWS identity that signs with the key; absent for other kinds of keys. */
  readonly aws?: AwsIdentity;
}

export interface LiveRun {
  readonly run: RunFolder;
  readonly selection: Selection;
  /** By the id of the target; one for each target of the selection. */
  readonly reach: ReadonlyMap<string, Reach>;
  readonly budget: Budget;
  readonly timeouts: Timeouts;
  readonly progress: Progress;
  /** No further conversation begins. */
  readonly stop: AbortSignal;
  /** Conversations in progress are dropped. */
  readonly drop: AbortSignal;
}

/**
 * Returns the conversations of the selection that are not recorded yet.
 *
 * @param onRecorded called with every exchange that is already recorded
 * @param onUnreadable called with a line for each unreadable recording; the file stays unchanged
 */
export function missingOf(
  run: RunFolder,
  selection: Selection,
  onRecorded: (target: Target, exchange: Exchange) => void = () => {},
  onUnreadable: (problem: string) => void = () => {},
): HeldTogether[] {
  return planHolding(selection).flatMap(({ target, conversations }) => {
    const missing = conversations.filter((id) => {
      const recorded = recordedIn(run, id, onUnreadable);
      for (const exchange of recorded ?? []) onRecorded(target, exchange);
      return recorded === null;
    });
    return missing.length === 0 ? [] : [{ target, conversations: missing }];
  });
}

/**
 * Holds the conversations of a plan and writes their cassettes.
 *
 * @returns the targets, by id, whose first conversation showed that no request would succeed, each with the reason
 * @throws {SuiteError} when the run itself cannot continue; written cassettes stay
 */
export async function holdRun(plan: readonly HeldTogether[], live: LiveRun): Promise<Record<string, string>> {
  const providers = [
    ...new Map(live.selection.targets.map(({ provider }) => [provider.id, provider])).values(),
  ];
  const connections = new LiveConnections();
  const endServing = await serveBuiltIn(providers);
  const stopped: Record<string, string> = {};
  try {
    const { run, stop, progress } = live;
    await recordConversations({
      plan,
      cassettes: run.cassettes,
      accessOf: accessFor(live, providers, connections),
      stop,
      onStarted: (id) => progress.started(id.target.provider.id, nameOf(id)),
      onWritten: (id, { exchanges }) => {
        const notSent = exchanges.some((exchange) => whyUnsent(exchange) !== null);
        progress.ended(id.target.provider.id, nameOf(id), { notSent });
      },
      onHopeless: ({ id }, why) => {
        stopped[id] = why;
        progress.note(plain(`stopped: ${id}: ${why}`));
      },
    });
    return stopped;
  } finally {
    await connections.close();
    await endServing();
  }
}

function accessFor(
  { reach, budget, timeouts, progress, drop }: LiveRun,
  providers: readonly Provider[],
  connections: LiveConnections,
): (id: ConversationId) => Access {
  const limits = new Map(providers.map((provider) => [provider.id, new ProviderLimits(provider.limits)]));
  const redactor = createRedactor([...reach.values()].flatMap(secretsOf));
  return ({ target }) => {
    const { id } = target.provider;
    const reached = reach.get(target.id);
    const own = limits.get(id);
    if (reached === undefined || own === undefined) throw new Error(`nobody said how to reach ${target.id}`);
    const admission = budget.of(target, drop);
    return {
      connections,
      redactor,
      baseUrl: reached.baseUrl,
      key: reached.key?.value ?? null,
      options: {
        ...timeouts,
        ...signingOf(reached),
        limits: own,
        signal: drop,
        beforeAttempt: async (attempt) => {
          const admitted = await admission.beforeAttempt(attempt);
          if (admitted === 'admitted') progress.requested(id, attempt);
          return admitted;
        },
        afterAttempt: (attempt, exchange) => {
          progress.spent(id, admission.afterAttempt(attempt, exchange));
        },
      },
    };
  };
}

/** Returns all credentials of the access. */
export function secretsOf({ key, aws }: Pick<Reach, 'key' | 'aws'>): { name: string; value: string }[] {
  return [...(key === null ? [] : [key]), ...(aws === undefined ? [] : awsSecrets(aws))];
}

export function signingOf({ key, aws }: Pick<Reach, 'key' | 'aws'>): Pick<LiveOptions, 'sign'> {
  return key === null || aws === undefined ? {} : { sign: signingAs(aws, key.value) };
}

function nameOf({ target, scenario, delivery, sample }: ConversationId): string {
  return cassetteOf(target, scenario, delivery, sample);
}
