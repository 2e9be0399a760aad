/** @jsxRuntime automatic @jsxImportSource preact */
/** The rules that providers break in a run, each with the number of targets: answers before counts. */
import { CHECKS_FILE, checkFile, href, type Root } from '../../../results/page-addresses.ts';
import type { Sign } from '../../../results/signs.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge } from '../parts.tsx';
import type { CheckModel } from '../site-model.ts';

/** The anchor of the whole list, in the catalogue. */
export const BROKEN_CHECKS = 'broken';

const BROKEN = ['must', 'should'] as const satisfies readonly Sign[];

interface BrokenCheck {
  readonly id: string;
  readonly title: string;
  readonly sign: (typeof BROKEN)[number];
  /** The number of targets that break it at that level. */
  readonly targets: number;
}

/** The broken checks, by level, then by the number of targets that break them; at most `most`. */
export function BrokenChecks({ checks, most = Infinity }: { checks: readonly CheckModel[]; most?: number }) {
  const root: Root = '../';
  const broken = brokenChecks(checks);
  if (broken.length === 0) return <p>{noneText(checks)}</p>;
  return (
    <ul class="absences">
      {broken.slice(0, most).map(({ id, title, sign, targets }) => (
        <li>
          <Badge sign={sign} />
          <span>
            <a href={href(root, checkFile(id))}>{title}</a>{' '}
            <span class="quiet">{plural(targets, 'target')}</span>
          </span>
        </li>
      ))}
      {broken.length > most && (
        <li>
          <a href={href(root, CHECKS_FILE, BROKEN_CHECKS)}>{plural(broken.length - most, 'further rule')}</a>
        </li>
      )}
    </ul>
  );
}

function noneText(checks: readonly CheckModel[]): string {
  const known = checks.filter(({ tally }) => tally.known > 0).length;
  const but = known === 0 ? '' : `, except ${plural(known, 'rule')} whose failures are known and accepted`;
  return `No provider breaks a rule at MUST or SHOULD${but}.`;
}

function brokenChecks(checks: readonly CheckModel[]): BrokenCheck[] {
  const broken = checks.flatMap(({ id, check, targets }): BrokenCheck[] => {
    const sign = BROKEN.find((each) => targets[each] !== undefined);
    if (sign === undefined || check.subject !== 'provider') return [];
    return [{ id, title: check.title, sign, targets: targets[sign]?.length ?? 0 }];
  });
  return broken.toSorted(
    (left, right) => BROKEN.indexOf(left.sign) - BROKEN.indexOf(right.sign) || right.targets - left.targets,
  );
}
