/** For which clients and targets both sides are known. Pure. */

import { type Readiness, readinessOf } from '../../../clients/ready.ts';
import type { MeasuredClients } from '../../../clients/record.ts';
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

/** The targets that speak the dialect and were judged. */
export function targetsOf({ targets }: SiteModel, dialect: string): readonly TargetModel[] {
  return targets.filter(
    ({ record, conversations }) => record?.dialect === dialect && conversations.length > 0,
  );
}

/** The clients of which something is known that a target of the run does, in the order of the records. */
export function clientsWithEvidence(site: SiteModel, measured: MeasuredClients): string[] {
  const dialectOf = new Map(measured.sound.map(({ client, dialect }) => [client, dialect]));
  return [...dialectOf].flatMap(([client, dialect]) => {
    const isKnown = targetsOf(site, dialect).some((target) => {
      const { breaking, tolerated } = readinessFor(client, dialect, target, measured);
      return breaking.length + tolerated > 0;
    });
    return isKnown ? [client] : [];
  });
}
