/** The profile as flags for harnesses: each with its value and the facts that it is based on. */
import * as z from 'zod';
import type { Finding } from './finding.ts';
import type { Profile, ProfiledFact } from './profile.ts';

export const flagValueSchema = z.union([z.boolean(), z.int(), z.string(), z.array(z.string())]);
export type FlagValue = z.output<typeof flagValueSchema>;

export interface Flag {
  readonly name: string;
  /** Null when it was not measured. */
  readonly value: FlagValue | null;
  /** True when the number may be greater, because nothing was refused. */
  readonly orMore: boolean;
  /** The facts that determine the value. */
  readonly facts: readonly ProfiledFact[];
}

export function flagsOf({ facts }: Pick<Profile, 'facts'>): readonly Flag[] {
  return Object.entries(FLAGS).map(([name, { from, value }]) => {
    const own = facts.filter(({ id }) => from(id));
    const told = value(own);
    const orMore =
      own.length === 1 && own.every(({ finding }) => finding.kind === 'number' && finding.refusedAt === null);
    return { name, value: told, orMore, facts: own };
  });
}

/** Returns the names that a declaration may contain. */
export function flagNames(): string[] {
  return Object.keys(FLAGS);
}

interface FlagRule {
  readonly from: (fact: string) => boolean;
  /** @param facts the matching facts of the profile */
  readonly value: (facts: readonly ProfiledFact[]) => FlagValue | null;
}

const FLAGS: Readonly<Record<string, FlagRule>> = {
  requires_thoughts: needed('contract/thoughts-left-out'),
  requires_reasoning_content: needed('contract/reasoning_content-left-out'),
  requires_reasoning: needed('contract/reasoning-left-out'),
  requires_reasoning_details: needed('contract/reasoning_details-left-out'),
  requires_encrypted_content: needed('contract/encrypted_content-left-out'),
  requires_thinking_signature: needed('contract/signature-left-out'),
  requires_thought_signature: needed('contract/thoughtSignature-left-out'),
  requires_call_type: needed('contract/type-left-out'),
  requires_results_in_order: needed('contract/results-reversed'),
  requires_every_result: needed('contract/result-left-out'),
  accepts_null_content: taken('contract/content-null'),
  accepts_empty_content: taken('contract/content-empty'),
  accepts_result_name: taken('contract/name-added'),
  accepts_foreign_ids: allTaken(['openai', 'anthropic', 'vllm'].map((form) => `contract/ids-${form}`)),
  accepts_histories_of_others: allTaken(
    ['chat', 'messages', 'gemini', 'vllm'].map((whose) => `contract/from-${whose}`),
  ),
  accepts_ids_over_40: taken('contract/ids-over-40'),
  accepts_ids_over_64: taken('contract/ids-over-64'),
  supports_tools: taken('surface/tool-calls'),
  supports_reasoning: taken('surface/thoughts'),
  supports_structured_output: kept('surface/answer-schema'),
  supports_temperature: taken('surface/temperature'),
  supports_image_results: kept('surface/image-result'),
  supports_file_results: kept('surface/file-result'),
  supports_tool_choice_required: kept('surface/choice-required'),
  supports_tool_choice_named: kept('surface/choice-named'),
  supports_tool_choice_none: kept('surface/choice-none'),
  supports_allowed_tools: kept('surface/choice-allowed'),
  supports_parallel_tool_calls: {
    from: (id) => id === 'limits/parallel-calls',
    value: ([fact]) => (fact?.finding.kind === 'number' ? fact.finding.most > 1 : null),
  },
  max_parallel_tool_calls: greatest('limits/parallel-calls'),
  max_tools: greatest('limits/tools'),
  max_tool_name_length: greatest('limits/tool-name-length'),
  max_tool_description_length: greatest('limits/tool-description-length'),
  max_schema_size: greatest('limits/schema-size'),
  max_schema_depth: greatest('limits/schema-depth'),
  max_schema_properties: greatest('limits/schema-properties'),
  max_enum_values: greatest('limits/enum-values'),
  max_argument_length: greatest('limits/argument-length'),
  max_result_length: greatest('limits/result-length'),
  max_answer_tokens: greatest('limits/answer-tokens'),
  max_turns: greatest('limits/turns'),
  tool_name_pattern: { from: (id) => id.startsWith('limits/tool-name-'), value: namePattern },
  refused_schema_keywords: keywords('refused', false),
  ignored_schema_keywords: keywords('ignored', false),
  refused_strict_schema_keywords: keywords('refused', true),
  ignored_strict_schema_keywords: keywords('ignored', true),
};

/** The flag is true when the request is refused, or answered worse, without the part. */
function needed(fact: string): FlagRule {
  return one(fact, (finding) => {
    if (['required', 'refused', 'degraded'].includes(finding.kind)) return true;
    return finding.kind === 'accepted' ? false : null;
  });
}

function taken(fact: string): FlagRule {
  return one(fact, wasTaken);
}

function wasTaken({ kind }: Finding): boolean | null {
  if (['accepted', 'honoured', 'ignored', 'rate'].includes(kind)) return true;
  return ['required', 'refused', 'degraded'].includes(kind) ? false : null;
}

function allTaken(facts: readonly string[]): FlagRule {
  return {
    from: (id) => facts.includes(id),
    value: (own) => {
      const each = own.map(({ finding }) => wasTaken(finding));
      if (each.includes(false)) return false;
      return each.length < facts.length || each.includes(null) ? null : true;
    },
  };
}

function kept(fact: string): FlagRule {
  return one(fact, ({ kind }) => {
    if (kind === 'honoured') return true;
    return kind === 'refused' || kind === 'ignored' ? false : null;
  });
}

/** The flag has a number when it is exact, or when nothing was refused. */
function greatest(fact: string): FlagRule {
  return one(fact, (finding) => {
    if (finding.kind !== 'number' || finding.open !== null) return null;
    return finding.most;
  });
}

function one(fact: string, value: (finding: Finding) => FlagValue | null): FlagRule {
  return {
    from: (id) => id === fact,
    value: ([found]) => (found === undefined ? null : value(found.finding)),
  };
}

function keywords(kind: 'refused' | 'ignored', strict: boolean): FlagRule {
  return {
    from: (id) => id.startsWith('schemas/') && id.endsWith('-strict') === strict,
    value: (own) => {
      const asked = own.filter(({ finding }) => !['unknown', 'not-applicable'].includes(finding.kind));
      if (asked.length === 0) return null;
      return own
        .filter(({ finding }) => finding.kind === kind)
        .map(({ id }) => id.replace(/^schemas\//u, '').replace(/-strict$/u, ''));
    },
  };
}

/** Characters that a name may contain in addition to unaccented letters, digits and underscores. */
const CHARACTERS: Readonly<Record<string, string>> = {
  hyphen: '-',
  dot: '.',
  colon: ':',
  slash: '/',
  space: ' ',
};

function namePattern(facts: readonly ProfiledFact[]): string | null {
  const finding = (kind: string) => facts.find(({ id }) => id === `limits/tool-name-${kind}`)?.finding;
  const may = (kind: string) => {
    const found = finding(kind);
    return found === undefined ? null : wasTaken(found);
  };
  const kinds = ['upper-case', 'first-digit', 'first-underscore', 'unicode', ...Object.keys(CHARACTERS)];
  const length = finding('length');
  if (kinds.some((kind) => may(kind) === null) || length?.kind !== 'number' || length.open !== null)
    return null;
  const letters = may('unicode') === true ? '\\p{L}' : may('upper-case') === true ? 'A-Za-z' : 'a-z';
  const first = `${letters}${may('first-digit') === true ? '0-9' : ''}${may('first-underscore') === true ? '_' : ''}`;
  const others = Object.entries(CHARACTERS).flatMap(([kind, character]) =>
    may(kind) === true && character !== '-' ? [character] : [],
  );
  const hyphen = may('hyphen') === true ? '-' : '';
  const most = length.refusedAt === null ? '' : String(length.most - 1);
  return `^[${first}][${letters}0-9_${others.join('')}${hyphen}]{0,${most}}$`;
}

/** Returns the document of flags, each with its evidence. */
export function flagsDocument(profile: Profile): string {
  const flags = flagsOf(profile)
    .filter(({ value }) => value !== null)
    .map(({ name, value, orMore, facts }) => [
      name,
      {
        value,
        ...(orMore ? { orMore } : {}),
        facts: facts.map(({ id }) => id),
        evidence: [...new Set(facts.flatMap(({ evidence }) => evidence))],
      },
    ]);
  const { target, measuredAt } = profile;
  return `${JSON.stringify({ target, measuredAt, flags: Object.fromEntries(flags) }, null, 2)}\n`;
}

/** A declaration: an object of flags and values, or a document of flags. */
export const declarationSchema = z.union([
  z
    .object({ flags: z.record(z.string(), z.looseObject({ value: flagValueSchema })) })
    .transform(({ flags }) =>
      Object.fromEntries(Object.entries(flags).map(([name, { value }]) => [name, value])),
    ),
  z.record(z.string(), flagValueSchema),
]);
