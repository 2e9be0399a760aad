/** @jsxRuntime automatic @jsxImportSource preact */
/** What somebody takes along from a target's page: the command that judges it again, and its badge. */

import { badgeFile, href, type Root } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { Text } from '../parts.tsx';
import type { TargetModel } from '../site-model.ts';
import { endpointBadge } from './badge.tsx';
import { reproduceCommand } from './reproduce.ts';

const ROOT: Root = '../../';

export function ReproduceCommand({ run, target }: { run: RunRecord; target: TargetModel }) {
  return (
    <section class="panel">
      <h2>Judge it again</h2>
      <Snippet id="reproduce" label="command" text={reproduceCommand(run.mode, target.id)} />
      {run.mode === 'audit' && <p class="quiet">RECORDINGS is the folder that the recordings are in.</p>}
    </section>
  );
}

export function BadgeToCopy({ target }: { target: TargetModel }) {
  const { label, message } = endpointBadge(target);
  const picture = badgeFile(target.id, 'svg');
  return (
    <section class="panel">
      <h2>Badge</h2>
      <p>
        <img class="picture" src={href(ROOT, picture)} alt={`${label}: ${message}`} height="20" />
      </p>
      <Snippet id="badge-markdown" label="Markdown" text={`![${label}: ${message}](REPORT/${picture})`} />
      <Snippet
        id="badge-endpoint"
        label="for shields.io"
        text={`https://img.shields.io/endpoint?url=REPORT/${badgeFile(target.id, 'json')}`}
      />
      <p class="quiet">REPORT is the address that this report is published at.</p>
    </section>
  );
}

function Snippet({ id, label, text }: { id: string; label: string; text: string }) {
  return (
    <div class="snippet">
      <code id={id}>
        <Text value={text} />
      </code>
      <button type="button" data-copy={id}>
        Copy <span class="vh">{label}</span>
      </button>
    </div>
  );
}
