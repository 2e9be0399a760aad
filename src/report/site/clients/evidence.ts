/** For which clients and targets both sides are known. Pure. */

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

/** The targets that speak the dialect and of which anything could be told. */
export function targetsOf({ targets }: SiteModel, dialect: string): readonly TargetModel[] {
  return targets.filter(
    ({ record, conversations }) => record?.dialect === dialect && conversations.some(isTold),
  );
}

/** One without an answer tells nothing of what a client would make of it. */
function isTold({ record, verdicts }: TargetModel['conversations'][number]): boolean {
  return record.passed.length > 0 || verdicts.some(({ outcome }) => outcome === 'fail');
}

/** Something that the target does was tried on the client, or it does nothing. */
export function isKnown({ breaking, tolerated, untried }: Readiness): boolean {
  return breaking.length + tolerated > 0 || untried === 0;
}

/** How a client fares with the targets of a run. */
export interface ClientStanding {
  readonly client: string;
  /** `works-but` where something that a target does was not tried on the client. */
  readonly state: Extract<FeatureState, 'broken' | 'works-but' | 'works'>;
  /** The targets that break it, of those with evidence for both sides. */
  readonly broken: number;
  readonly known: number;
}

/** The clients of which something is known that a target of the run does, in the order of the records. */
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
