/** @jsxRuntime automatic @jsxImportSource preact */
/** Targets side by side: features, checks, observations. Rendered when the site is built, and by the script for any two. */
import { FEATURE_STATES } from '../../../features/deciding/states.ts';
import { checkFile, featureAnchor, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import { ALL_SIGNS, countPhrase, type Sign } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Scrolling, Text } from '../parts.tsx';
import type { ComparedSide, ComparedTarget, ComparedVerdict } from './data.ts';
import type { CheckBeside, ComparisonModel, FeatureBeside } from './model.ts';

export function FeaturesBeside({
  label,
  rows,
  targets,
  root,
}: {
  /** A unique label for the table. */
  label: string;
  rows: readonly FeatureBeside[];
  targets: readonly ComparedTarget[];
  root: Root;
}) {
  return (
    <Scrolling label={label}>
      <table class={classOf(targets)}>
        <Heads what="Feature" targets={targets} root={root} />
        <tbody>
          {rows.map(({ id, question, sides }) => (
            <tr>
              <th scope="row">{question}</th>
              {sides.map(({ state, sentence }, at) => (
                <td>
                  <a
                    class={`feature-sign f-${state}`}
                    href={href(root, targetFile(targets[at]?.id ?? ''), featureAnchor(id))}
                  >
                    {FEATURE_STATES[state].word}
                  </a>
                  <p class="first quiet">
                    <Text value={sentence} longest={240} />
                  </p>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** The class of the table; two targets fit on a phone. */
function classOf(targets: readonly ComparedTarget[]): string {
  return targets.length === 2 ? 'compared pair' : 'compared';
}

export function ChecksBeside({ model, root }: { model: ComparisonModel; root: Root }) {
  const { targets, differing, alike } = model;
  return (
    <>
      <h2>Check by check</h2>
      {differing.length === 0 ? (
        <p class="notice">They differ on no check, as far as these conversations can tell.</p>
      ) : (
        <CheckTable
          id="compared"
          label="Checks side by side"
          rows={differing}
          targets={targets}
          root={root}
        />
      )}
      {FOLDED.map(([list, what]) =>
        model[list].length === 0 ? null : (
          <details class="folded">
            <summary>
              {plural(model[list].length, 'check')} {what}
            </summary>
            <CheckTable label={`Checks ${what}`} rows={model[list]} targets={targets} root={root} />
          </details>
        ),
      )}
      <Alike checks={alike} root={root} />
    </>
  );
}

/** The lists without faults, which come last, folded. */
const FOLDED = [
  ['untold', 'that could be judged at some of them only'],
  ['observed', 'that only observe (MAY), on which they differ'],
] as const;

function CheckTable({
  id,
  label,
  rows,
  targets,
  root,
}: {
  id?: string;
  label: string;
  rows: readonly CheckBeside[];
  targets: readonly ComparedTarget[];
  root: Root;
}) {
  return (
    <Scrolling label={label}>
      <table class={classOf(targets)} id={id}>
        <Heads what="Check" targets={targets} root={root} />
        <tbody>
          {rows.map((row) => (
            <CheckRow row={row} targets={targets} root={root} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Heads({ what, targets, root }: { what: string; targets: readonly ComparedTarget[]; root: Root }) {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span class="vh">{what}</span>
        </th>
        {targets.map(({ id, dialectName, conversations }) => (
          <th scope="col">
            <a class="target" href={href(root, targetFile(id))}>
              <Text value={id} longest={120} />
            </a>
            <span class="evidence">
              {dialectName !== null && (
                <>
                  <Text value={dialectName} longest={60} />
                  {' · '}
                </>
              )}
              {plural(conversations, 'conversation')}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function CheckRow({
  row: { id, words, sides },
  targets,
  root,
}: {
  row: CheckBeside;
  targets: readonly ComparedTarget[];
  root: Root;
}) {
  return (
    <tr data-row={id}>
      <th scope="row">
        <a href={href(root, checkFile(id))}>{words.title}</a>
        <code class="evidence">{id}</code>
        {words.subject !== 'provider' && (
          <span class="evidence">
            about the <b>{words.subject}</b>, not the provider
          </span>
        )}
      </th>
      {sides.map((side, at) => (
        <Side side={side} target={targets[at]?.id ?? ''} check={id} root={root} />
      ))}
    </tr>
  );
}

function Side({
  side,
  target,
  check,
  root,
}: {
  side: ComparedSide | null;
  target: string;
  check: string;
  root: Root;
}) {
  if (side === null) return <td class="quiet">not in its dialect</td>;
  const { sign, count, of, first } = side;
  return (
    <td>
      <p class="counts">
        <a href={href(root, targetFile(target), first?.anchor ?? check)}>
          <Badge sign={sign} />
        </a>
        {of > 0 && (
          <span class="quiet">{count === of ? plural(of, 'conversation') : `${count} of ${of}`}</span>
        )}
      </p>
      {first !== null && <First verdict={first} root={root} />}
    </td>
  );
}

/** The first finding, or the reason why there is none. */
function First({ verdict: { text, finding }, root }: { verdict: ComparedVerdict; root: Root }) {
  if (finding === null) {
    return (
      <p class="first quiet">
        <Text value={text} longest={200} />
      </p>
    );
  }
  const { place, found, file } = finding;
  return (
    <p class="first">
      <Text value={text} longest={200} />
      <span class="evidence">
        {file === null ? (
          <Text value={place} />
        ) : (
          <a href={`${root}${file}`}>
            <Text value={place} />
          </a>
        )}
      </span>
      <code class="evidence">
        <Text value={found} longest={100} />
      </code>
    </p>
  );
}

function Alike({
  checks,
  root,
}: {
  checks: readonly { readonly id: string; readonly sign: Sign }[];
  root: Root;
}) {
  if (checks.length === 0) return null;
  const bySign = groupBy(checks, ({ sign }) => sign);
  return (
    <details class="folded">
      <summary>{plural(checks.length, 'check')} on which they do not differ</summary>
      {ALL_SIGNS.map((sign) => {
        const own = bySign.get(sign) ?? [];
        return (
          own.length > 0 && (
            <div class="passed">
              <h3>
                <Badge sign={sign}>{countPhrase(sign, own.length)}</Badge>
              </h3>
              <ul class="checks">
                {own.map(({ id }) => (
                  <li>
                    <a class="id" href={href(root, checkFile(id))}>
                      {id}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </details>
  );
}
