/** @jsxRuntime automatic @jsxImportSource preact */
/** One target: what it promises, what it breaks, its conversations, and by family every verdict that is not a pass. */
import type { ComponentChildren } from 'preact';
import type { FeatureCell } from '../../../features/deciding/cell.ts';
import { familyAnchor, type Root } from '../../../results/page-addresses.ts';
import type { ConversationRate } from '../../../results/rates.ts';
import type { RunRecord } from '../../../results/results.ts';
import { SIGNS } from '../../../results/signs.ts';
import { dollars, duration, plural } from '../../../text/quantities.ts';
import { FamilySection } from '../check/family-section.tsx';
import { CheckLink } from '../check/parts.tsx';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { FeaturesOfTarget } from '../features/of-target.tsx';
import { Badge, CountsBySubject, Scrolling, Text, TextList } from '../parts.tsx';
import { sampledRates } from '../sampled-rates.ts';
import type { ConversationModel, FamilyModel, Serving, TargetModel } from '../site-model.ts';
import { BadgeToCopy, ReproduceCommand } from './copies.tsx';
import { Consumed, Speeds } from './speed.tsx';
import { Broken, Promises, TargetBesides, TargetFacts } from './summary.tsx';

const ROOT: Root = '../../';

export interface TargetPageProps {
  readonly run: RunRecord;
  readonly target: TargetModel;
  /** The targets of the same weights, this one among them; null where there is no other. */
  readonly serving: Serving | null;
  /** The targets of other weights that have a conversation. */
  readonly others: readonly string[];
  readonly linking: Linking;
  /** What the target offers, in the order of the features. */
  readonly cells: readonly FeatureCell[];
  /** How the target fared in earlier runs, where a history is kept. */
  readonly history: ComponentChildren;
}

export function TargetPage({ run, target, serving, others, linking, cells, history }: TargetPageProps) {
  return (
    <>
      <p class="kind">Target</p>
      <h1 class="id">
        <Text value={target.id} longest={200} />
      </h1>
      <TargetFacts target={target} />
      {target.conversations.length === 0 ? (
        <p class="notice">This run has no conversation of this target.</p>
      ) : (
        <>
          {run.stopped?.[target.id] !== undefined && (
            <p class="notice">
              No answer, so the rest was not asked:{' '}
              <Text value={run.stopped[target.id] ?? ''} longest={300} />
            </p>
          )}
          <FeaturesOfTarget run={run} target={target} cells={cells} linking={linking} />
          <TargetBesides target={target} serving={serving} others={others} />
          <div class="columns">
            <Broken target={target} />
            <Promises run={run} target={target} />
          </div>
          {history}
          <div class="columns">
            <Speeds target={target} />
            <Consumed target={target} />
          </div>
          <Conversations conversations={target.conversations} linking={linking} />
        </>
      )}
      <div class="columns">
        <ReproduceCommand run={run} target={target} />
        <BadgeToCopy target={target} />
      </div>
      <Families target={target} linking={linking} />
    </>
  );
}

function Families({ target, linking }: { target: TargetModel; linking: Linking }) {
  const rates: ReadonlyMap<string, readonly ConversationRate[]> = sampledRates(target);
  const families = target.families.filter((family) => !isWhollyLacking(family));
  const lacking = target.families.flatMap((family) => family.lacking);
  return (
    <>
      <h2>Every verdict, by family</h2>
      <nav class="families" aria-label="Families of checks">
        {families.map(({ family, sign, passed }) => {
          // What is passed here besides the provider's own is the model's or the client's.
          const shown = sign === 'not-applicable' && passed.length > 0 ? 'pass' : sign;
          return (
            <a href={`#${familyAnchor(family)}`}>
              <Badge sign={shown}>{family}</Badge>
              <span class="vh">: {SIGNS[shown].word}</span>
            </a>
          );
        })}
      </nav>
      {families.map((family) => (
        <FamilySection
          family={family}
          conversations={target.conversations.length}
          rates={rates}
          linking={linking}
        />
      ))}
      {lacking.length > 0 && (
        <details class="folded">
          <summary>{plural(lacking.length, 'check')} that its dialect does not have</summary>
          <ul class="checks">
            {lacking.map((id) => (
              <li id={id}>
                <CheckLink root={ROOT} id={id} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function isWhollyLacking({ open, passed, notApplicable, lacking }: FamilyModel): boolean {
  return lacking.length > 0 && open.length + passed.length + notApplicable.length === 0;
}

function Conversations({
  conversations,
  linking,
}: {
  conversations: readonly ConversationModel[];
  linking: Linking;
}) {
  return (
    <section>
      <h2>{plural(conversations.length, 'conversation')}</h2>
      <Scrolling label="Conversations">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Verdicts</th>
              <th scope="col">Upstream</th>
              {['Exchanges', 'Tokens', 'Cost', 'Time'].map((name) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conversations.map(({ record, tallies }) => (
              <tr>
                <th scope="row">
                  <ConversationName conversation={record} linking={linking} />
                </th>
                <td>
                  <CountsBySubject tallies={tallies} />
                </td>
                <td>
                  <TextList values={record.upstreams} />
                </td>
                <td class="number">{record.exchanges}</td>
                <td class="number">{record.usage === null ? '–' : record.usage.totalTokens}</td>
                <td class="number">{record.cost === null ? '–' : dollars(record.cost)}</td>
                <td class="number">{record.ms === null ? '–' : duration(record.ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}
