/** @jsxRuntime automatic @jsxImportSource preact */
/** What a run did not come to, so that a missing row is no silence. */
import { isUnset } from '../../config/access.ts';
import { plural } from '../../text/quantities.ts';
import { Badge, Text } from './parts.tsx';
import type { SiteModel } from './site-model.ts';

export function Missing({ site: { aborted, run } }: { site: SiteModel }) {
  const skipped = Object.entries(run.skipped ?? {});
  return (
    <>
      {aborted && (
        <p class="notice">
          <Badge sign="error">aborted</Badge> This run stopped before its end: what it had not reached is
          missing here.
        </p>
      )}
      <Reasons what="not run: no key" targets={skipped.filter(([, reason]) => isUnset(reason))} />
      <Reasons what="skipped, and why" targets={skipped.filter(([, reason]) => !isUnset(reason))} />
      <Reasons what="gave no answer, so the rest was not asked" targets={Object.entries(run.stopped ?? {})} />
    </>
  );
}

function Reasons({
  what,
  targets,
}: {
  what: string;
  targets: readonly (readonly [target: string, reason: string])[];
}) {
  if (targets.length === 0) return null;
  return (
    <details class="notice">
      <summary>
        {plural(targets.length, 'target')} {what}
      </summary>
      <ul class="skipped">
        {targets.map(([target, reason]) => (
          <li>
            <code>
              <Text value={target} longest={200} />
            </code>{' '}
            <Text value={reason} />
          </li>
        ))}
      </ul>
    </details>
  );
}
