/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { badgeFile, targetFile } from '../../../results/page-addresses.ts';
import type { ReportFile } from '../../../system/placing.ts';
import type { HistoryData } from '../history/data.ts';
import { HistoryStrip } from '../history/target-strip.tsx';
import type { SiteModel, TargetModel } from '../site-model.ts';
import type { SitePage } from '../site-page.ts';
import { badgeSvg, endpointBadge } from './badge.tsx';
import { TargetPage } from './page.tsx';

/** A page and a badge for each target. */
export const target: SitePage = {
  order: 70,
  files({ site, features, evidenceOf, historyData }) {
    const cellsOf = new Map(features.map(({ target: id, cells }) => [id, cells]));
    const stripOf = strips(historyData);
    return {
      pages: site.targets.map((target) => ({
        file: targetFile(target.id),
        root: '../../',
        title: target.id,
        isEntry: false,
        content: () => (
          <TargetPage
            run={site.run}
            target={target}
            serving={site.servings.find(({ targets }) => targets.includes(target)) ?? null}
            others={othersThan(site, target)}
            linking={{ root: '../../', withConversations: evidenceOf !== null }}
            cells={cellsOf.get(target.id) ?? []}
            history={stripOf(target.id)}
          />
        ),
      })),
      others: site.targets.flatMap(badgesOf),
    };
  },
};

/** Targets of other weights to compare with: those of the same provider first, then the most often asked. */
function othersThan({ targets, servings }: SiteModel, target: TargetModel): string[] {
  if (target.conversations.length === 0) return [];
  const alike = servings.find((serving) => serving.targets.includes(target))?.targets ?? [target];
  const isNeighbour = ({ record }: TargetModel) => record?.provider === target.record?.provider;
  return targets
    .filter((other) => other.conversations.length > 0 && !alike.includes(other))
    .toSorted(
      (left, right) =>
        Number(isNeighbour(right)) - Number(isNeighbour(left)) ||
        right.conversations.length - left.conversations.length,
    )
    .map(({ id }) => id);
}

/** The section with the history of a target; null when the history does not have it. */
function strips({ days, targets }: HistoryData): (target: string) => VNode | null {
  const byId = new Map(targets.map((target) => [target.target, target]));
  return (id) => {
    const target = byId.get(id);
    return target === undefined || days === null ? null : <HistoryStrip target={target} from={days.from} />;
  };
}

function badgesOf(target: TargetModel): ReportFile[] {
  const badge = endpointBadge(target);
  return [
    { file: badgeFile(target.id, 'svg'), text: () => badgeSvg(badge) },
    { file: badgeFile(target.id, 'json'), text: () => `${JSON.stringify(badge)}\n` },
  ];
}
