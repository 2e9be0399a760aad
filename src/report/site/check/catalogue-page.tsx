/** @jsxRuntime automatic @jsxImportSource preact */
/** The catalogue of this run, with the results of each rule. */
import { familyOf } from '../../../checks/family.ts';
import { checkFile, familyAnchor, href, type Root } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { ALL_SIGNS, LEVELS, SIGNS, SUBJECTS } from '../../../results/signs.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Counts } from '../parts.tsx';
import type { CheckModel, SiteModel } from '../site-model.ts';
import { BROKEN_CHECKS, BrokenChecks } from './broken-checks.tsx';
import { DialectsInShort } from './by-dialect.tsx';
import { Weight } from './parts.tsx';

const ROOT: Root = '../';

export function ChecksPage({ site }: { site: SiteModel }) {
  return (
    <>
      <h1>The {plural(site.checks.length, 'check')} of this run</h1>
      <search aria-label="Filter the checks">
        <form class="choices" data-filters="checks">
          <label class="wide">
            <span>Search checks</span>
            <input type="search" name="q" autocomplete="off" spellcheck={false} aria-keyshortcuts="/" />
          </label>
          <output aria-live="polite" />
        </form>
      </search>
      <section>
        <h2 id={BROKEN_CHECKS}>Broken in this run</h2>
        <BrokenChecks checks={site.checks} />
      </section>
      <details class="folded">
        <summary>What MUST, SHOULD and MAY mean, and who is judged</summary>
        <dl class="terms">
          {[...Object.entries(LEVELS), ...Object.entries(SUBJECTS)].map(([term, meaning]) => (
            <div>
              <dt>{term}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <nav class="families" aria-label="Families of checks">
        {site.families.map((family) => (
          <a href={`#${familyAnchor(family)}`}>{family}</a>
        ))}
      </nav>
      <div data-filter="checks">
        {site.families.map((family) => (
          <section class="family">
            <h2 id={familyAnchor(family)}>{family}</h2>
            {site.checks
              .filter(({ id }) => familyOf(id) === family)
              .map((check) => (
                <CheckEntry run={site.run} entry={check} />
              ))}
          </section>
        ))}
      </div>
    </>
  );
}

function CheckEntry({ run, entry: { id, check, tally, targets } }: { run: RunRecord; entry: CheckModel }) {
  const present = ALL_SIGNS.filter((sign) => targets[sign] !== undefined);
  return (
    <article class="entry" id={id} aria-labelledby={`title:${id}`} data-row={id}>
      <h3 id={`title:${id}`}>
        <a href={href(ROOT, checkFile(id))}>{check.title}</a>
      </h3>
      <code class="id">{id}</code>
      <Weight level={check.level} check={check} subject={check.subject} />
      <DialectsInShort run={run} check={check} />
      <p class="counts">
        <Counts tally={tally} />
        {tally.observed > 0 && <Badge sign="observed">{tally.observed} observed</Badge>}
        {present.every((sign) => sign === 'not-applicable') && (
          <Badge sign="not-applicable">{present.length === 0 ? 'not judged' : 'applies nowhere'}</Badge>
        )}
      </p>
      {present.length > 0 && (
        <p class="quiet">
          Targets: {present.map((sign) => `${targets[sign]?.length} ${SIGNS[sign].word}`).join(', ')}
        </p>
      )}
    </article>
  );
}
