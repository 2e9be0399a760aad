/** Finds the clients and targets with evidence for both sides. Pure. */

import { type Readiness, readinessOf } from '../../../clients/ready.ts';
import type { MeasuredClients } from '../../../clients/record.ts';
import type { FeatureState } from '../../../features/deciding/states.ts';
import type { SiteModel, TargetModel } from '../site-model.ts';

export function readinessFor(
  client: string,
  dialect: string,
  { conversations }: TargetModel,
  measured: MeasuredClients,
): Readiness {
  const verdicts = conversations.flatMap((conversation) => conversation.verdicts);
  return readinessOf(client, dialect, verdicts, measured);
}

/** The targets of the dialect that gave an answer. */
export function targetsOf({ targets }: SiteModel, dialect: string): readonly TargetModel[] {
  return targets.filter(
    ({ record, conversations }) => record?.dialect === dialect && conversations.some(isTold),
  );
}

/** Returns true if the conversation has an answer; without one, it says nothing about clients. */
function isTold({ record, verdicts }: TargetModel['conversations'][number]): boolean {
  return record.passed.length > 0 || verdicts.some(({ outcome }) => outcome === 'fail');
}

/** Returns true if the client was tried with something that the target does, or the target does nothing wrong. */
export function isKnown({ breaking, tolerated, untried }: Readiness): boolean {
  return breaking.length + tolerated > 0 || untried === 0;
}

/** The state of a client for the targets of a run. */
export interface ClientStanding {
  readonly client: string;
  /** `works-but` if the client was not tried with something that a target does. */
  readonly state: Extract<FeatureState, 'broken' | 'works-but' | 'works'>;
  /** The targets that break it, of those with evidence for both sides. */
  readonly broken: number;
  readonly known: number;
}

/** The clients with evidence about targets of the run, in the order of the records. */
export function clientStandings(site: SiteModel, measured: MeasuredClients): ClientStanding[] {
  const dialectOf = new Map(measured.sound.map(({ client, dialect }) => [client, dialect]));
  return [...dialectOf].flatMap(([client, dialect]) => {
    const known = targetsOf(site, dialect)
      .map((target) => readinessFor(client, dialect, target, measured))
      .filter(({ breaking, tolerated }) => breaking.length + tolerated > 0);
    if (known.length === 0) return [];
    const broken = known.filter(({ breaking }) => breaking.length > 0).length;
    const isWhole = known.every(({ untried }) => untried === 0);
    return {
      client,
      state: broken > 0 ? 'broken' : isWhole ? 'works' : 'works-but',
      broken,
      known: known.length,
    };
  });
}
