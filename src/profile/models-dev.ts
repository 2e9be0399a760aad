/**
 * The profile as fields of a model's file on models.dev, each with the fact that it rests on.
 *
 * Source of the fields: https://github.com/anomalyco/models.dev/blob/dev/packages/core/src/schema.ts
 */
import { plain } from '../text/plain-text.ts';
import { flagsOf } from './flags.ts';
import type { Profile, ProfiledFact } from './profile.ts';
import { findingWords } from './words.ts';

/** Where thoughts stand, in the order in which a file names one of them. */
const THOUGHT_FIELDS = ['reasoning_content', 'reasoning_details'] as const;

export function modelsDevToml(profile: Profile): string {
  const flags = flagsOf(profile);
  const lines = (
    [
      ['tool_call', 'supports_tools'],
      ['reasoning', 'supports_reasoning'],
    ] as const
  ).flatMap(([field, name]) => {
    const flag = flags.find((each) => each.name === name);
    if (flag === undefined || typeof flag.value !== 'boolean') return [];
    return [...flag.facts.flatMap(evidenceOf), `${field} = ${flag.value}`];
  });
  const { target, measuredAt } = profile;
  return [
    `# ${plain(target.model)} at ${plain(target.baseUrl)}, measured ${measuredAt.slice(0, 10)}`,
    ...lines,
    ...interleaved(profile),
    '',
  ].join('\n');
}

/** A field is named where answers have it, whether it must go back or not. */
function interleaved({ facts }: Profile): string[] {
  for (const field of THOUGHT_FIELDS) {
    const fact = facts.find(({ id }) => id === `contract/${field}-left-out`);
    if (fact !== undefined && ['required', 'accepted', 'degraded'].includes(fact.finding.kind))
      return ['', '[interleaved]', ...evidenceOf(fact), `field = "${field}"`];
  }
  return [];
}

function evidenceOf({ id, finding, evidence }: ProfiledFact): string[] {
  return [`# ${id}: ${plain(findingWords(finding))}`, `# ${evidence.at(-1) ?? 'no request'}`];
}
