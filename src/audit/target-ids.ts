/** How the targets of an audit are called. */
import { dialects } from '../dialects/catalogue.ts';
import type { AuditTarget } from './judge-recording.ts';

/**
 * The id of each target. Where a model behind a host was asked in several dialects, each but the first is named in it.
 *
 * @param targets all that were found; repetitions do not matter
 */
export function targetIds(
  targets: Iterable<Pick<AuditTarget, 'id' | 'dialect'>>,
): (target: Pick<AuditTarget, 'id' | 'dialect'>) => string {
  const order = dialects().map(({ id }) => id);
  const first = new Map<string, number>();
  for (const { id, dialect } of targets) {
    const place = order.indexOf(dialect);
    first.set(id, Math.min(first.get(id) ?? place, place));
  }
  return ({ id, dialect }) => (order.indexOf(dialect) === first.get(id) ? id : `${id}+${dialect}`);
}
