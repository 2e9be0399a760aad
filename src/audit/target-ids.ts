/** Names the targets of an audit. */
import { dialects } from '../dialects/catalogue.ts';
import type { AuditTarget } from './judge-recording.ts';

/**
 * Returns a function that gives the id of each target. When a model of a host was asked in several dialects, the id
 * names the dialect, except for the first.
 *
 * @param targets all found targets, possibly repeated
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
