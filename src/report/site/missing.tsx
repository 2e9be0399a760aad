/** @jsxRuntime automatic @jsxImportSource preact */
/** What a run did not come to, so that a missing row is no silence. */
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
      {skipped.length > 0 && (
        <details class="notice">
          <summary>{plural(skipped.length, 'target')} skipped, and why</summary>
          <ul class="skipped">
            {skipped.map(([target, reason]) => (
              <li>
                <code>
                  <Text value={target} longest={200} />
                </code>{' '}
                <Text value={reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
