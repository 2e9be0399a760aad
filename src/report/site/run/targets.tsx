/** @jsxRuntime automatic @jsxImportSource preact */
/** The targets of a run, and those that it does not have, with the reasons. */

import { href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import type { Sign } from '../../../results/signs.ts';
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { Absences, Counts, hasVerdicts, OTHERS, Scrolling, Text } from '../parts.tsx';
import type { SubjectTallies, Tally, TargetModel } from '../site-model.ts';

const ROOT: Root = '../';

export function RunTargets({ targets, run }: { targets: readonly TargetModel[]; run: RunRecord }) {
  const { skipped = {}, stopped = {} } = run;
  const judged = targets.filter(({ conversations }) => conversations.length > 0);
  const reasons = new Map([...Object.entries(skipped), ...Object.entries(stopped)]);
  const empty = targets.filter(({ id, conversations }) => conversations.length === 0 && !reasons.has(id));
  const absent = [...reasons, ...empty.map(({ id }) => [id, 'no conversation'] as const)];
  return (
    <section>
      <h2 id="targets">{plural(judged.length, 'target')} asked</h2>
      <Scrolling label="Targets">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Target</th>
              <th scope="col">Verdicts</th>
              {['Conversations', 'Recovered', 'Not sent'].map((name) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {judged.map((target) => (
              <TargetRow target={target} />
            ))}
          </tbody>
        </table>
      </Scrolling>
      {absent.length > 0 && <Absent targets={absent} />}
    </section>
  );
}

function TargetRow({ target: { id, conversations, families } }: { target: TargetModel }) {
  const records = conversations.map(({ record }) => record);
  const recovered = records.filter(({ retries }) => retries !== undefined).length;
  const unsent = records.filter(({ notSent }) => notSent !== undefined).length;
  const sum = (subject: keyof SubjectTallies) => summed(families.map(({ tallies }) => tallies[subject]));
  return (
    <tr>
      <th scope="row">
        <a class="target" href={href(ROOT, targetFile(id))}>
          <Text value={id} longest={120} />
        </a>
      </th>
      <td>
        <span class="counts">
          <Counts tally={sum('provider')} />
          {OTHERS.filter((subject) => hasVerdicts(sum(subject))).map((subject) => (
            <span class="by-other">
              <span class="subject">{subject}</span>
              <Counts tally={sum(subject)} />
            </span>
          ))}
        </span>
      </td>
      <td class="number">{thousands(records.length)}</td>
      <td class="number">{recovered === 0 ? '–' : recovered}</td>
      <td class="number">{unsent === 0 ? '–' : unsent}</td>
    </tr>
  );
}

function summed(tallies: readonly Tally[]): Tally {
  const sum = (sign: Sign) => tallies.reduce((total, tally) => total + tally[sign], 0);
  return {
    must: sum('must'),
    should: sum('should'),
    error: sum('error'),
    known: sum('known'),
    inconclusive: sum('inconclusive'),
    unsupported: sum('unsupported'),
    pass: sum('pass'),
    observed: sum('observed'),
    'not-applicable': sum('not-applicable'),
  };
}

function Absent({ targets }: { targets: readonly (readonly [target: string, reason: string])[] }) {
  return (
    <>
      <h3 id="skipped" class="under">
        {plural(targets.length, 'target')} without an answer, and why
      </h3>
      <Absences targets={targets} />
    </>
  );
}
