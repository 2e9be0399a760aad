/**
 * Writes the profile as fields of a model's file on models.dev, each with the fact that it is based on.
 *
 * Source of the fields: https://github.com/anomalyco/models.dev/blob/dev/packages/core/src/schema.ts
 */
import { plain } from '../text/plain-text.ts';
import { flagsOf } from './flags.ts';
import type { Profile, ProfiledFact } from './profile.ts';
import { findingWords } from './words.ts';

/** The fields for thoughts, in order of preference. A file names one of them. */
const THOUGHT_FIELDS = ['reasoning_content', 'reasoning_details'] as const;

/** The fields with their flags. */
const FIELDS = {
  tool_call: 'supports_tools',
  reasoning: 'supports_reasoning',
  structured_output: 'supports_structured_output',
  temperature: 'supports_temperature',
} as const;

/** @param profile the profile; the paths of its evidence are relative to the folder of the file */
export function modelsDevToml(profile: Profile): string {
  const flags = flagsOf(profile);
  const lines = Object.entries(FIELDS).flatMap(([field, name]) => {
    const flag = flags.find((each) => each.name === name);
    if (flag === undefined || typeof flag.value !== 'boolean') return [];
    return [...flag.facts.flatMap(evidenceOf), `${field} = ${flag.value}`];
  });
  const { target, measuredAt } = profile;
  return [
    `# ${plain(target.model)} at ${plain(target.baseUrl)}, measured ${measuredAt.slice(0, 10)}`,
    ...lines,
    ...attachment(profile),
    ...interleaved(profile),
    ...limits(profile),
    '',
  ].join('\n');
}

/**
 * Sets `attachment` when the model sees the picture or file of a result. Otherwise the field is omitted, because the
 * model may still accept attachments from users.
 */
function attachment({ facts }: Profile): string[] {
  const seen = facts.find(
    ({ id, finding }) =>
      ['surface/image-result', 'surface/file-result'].includes(id) && finding.kind === 'honoured',
  );
  return seen === undefined ? [] : [...evidenceOf(seen), 'attachment = true'];
}

/** Names the field for thoughts when answers contain it, whether it must be sent back or not. */
function interleaved({ facts }: Profile): string[] {
  for (const field of THOUGHT_FIELDS) {
    const fact = facts.find(({ id }) => id === `contract/${field}-left-out`);
    if (fact !== undefined && ['required', 'accepted', 'degraded'].includes(fact.finding.kind))
      return ['', '[interleaved]', ...evidenceOf(fact), `field = "${field}"`];
  }
  return [];
}

/** Writes the output limit only when a greater number was refused. Otherwise the number is not a limit. */
function limits(profile: Profile): string[] {
  const flag = flagsOf(profile).find(({ name }) => name === 'max_answer_tokens');
  if (flag === undefined || flag.value === null || flag.orMore) return [];
  return ['', '[limit]', ...flag.facts.flatMap(evidenceOf), `output = ${flag.value}`];
}

function evidenceOf({ id, finding, evidence }: ProfiledFact): string[] {
  const last = evidence.at(-1);
  return [
    `# ${id}: ${plain(findingWords(finding))}`,
    ...(last === undefined ? [] : [`# <${encodeURI(last)}>`]),
  ];
}
