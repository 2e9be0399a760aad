/**
 * The documents of `api/v1`. Their fields are a contract: fields may be added, but the meaning of a field never
 * changes. See docs/api.md.
 */
import * as z from 'zod';
import { flagValueSchema } from '../profile/flags.ts';
import { profileSchema } from '../profile/profile.ts';
import { dateSchema, measuredSchema, nightRunSchema } from '../results/history/night.ts';
import { levelSchema, runRecordSchema, subjectSchema } from '../results/results.ts';
import { badgeSchema } from './badge.ts';

const { targets, checks } = runRecordSchema.shape;

/** The first member of every document: the address of its schema, relative to the document. */
const head = { $schema: z.string() };

const targetsSchema = z.object({
  ...head,
  /** The run that the targets belong to. */
  run: z.string(),
  targets: z.array(
    z.object({
      id: z.string(),
      ...targets.valueType.shape,
      /** Relative to the root of the site. */
      badge: z.string(),
      /** The last night of the history that has data of the target; null if there is none. */
      lastNight: dateSchema.nullable(),
    }),
  ),
});

const checksSchema = z.object({
  ...head,
  run: z.string(),
  checks: z.array(
    z.object({
      id: z.string(),
      family: z.string(),
      ...checks.valueType.omit({ order: true }).shape,
    }),
  ),
});

const count = z.int().min(1).optional();

const cellSchema = z.object({
  check: z.string(),
  /** The number of conversations that the check applied to. The counts below are part of it; an absent count is 0. */
  judged: z.int().min(1),
  passed: z.int().min(0),
  failed: count,
  /** The number of failures that an expectation accepts. */
  known: count,
  inconclusive: count,
  unsupported: count,
  errors: count,
  /** The strongest level among failures that no expectation accepts. */
  worst: levelSchema.optional(),
});

const runSchema = z.object({
  ...head,
  /** The night that the run is filed under. */
  date: dateSchema,
  ...nightRunSchema.shape,
  targets: z.array(
    z.object({
      ...measuredSchema.shape,
      /** The checks that applied in at least one conversation. */
      checks: z.array(cellSchema),
      notApplicable: z.array(z.string()),
    }),
  ),
});

const runsSchema = z.object({
  ...head,
  /** Newest first. */
  runs: z.array(
    z.object({
      date: dateSchema,
      ...nightRunSchema.shape,
      /** The document of the run, relative to this document; null if it is no longer published. */
      file: z.string().nullable(),
    }),
  ),
});

const featureStateSchema = z.enum(['not-offered', 'broken', 'works-but', 'works', 'not-tested']);

const featuresSchema = z.object({
  ...head,
  run: z.string(),
  /** In the order of the table. */
  features: z.array(
    z.object({
      /** Permanent. */
      id: z.string(),
      question: z.string(),
      /** The scenarios that ask for the feature; null if every scenario does. */
      scenarios: z.array(z.string()).nullable(),
    }),
  ),
  targets: z.array(
    z.object({
      id: z.string(),
      cells: z.array(
        z.object({
          feature: z.string(),
          state: featureStateSchema,
          streaming: featureStateSchema.optional(),
          buffered: featureStateSchema.optional(),
          /** The number of conversations in that state. `of` is the number that gave an answer. */
          conversations: z.int().min(0),
          of: z.int().min(0),
          /** The number of conversations that asked for the feature. */
          asked: z.int().min(0),
          newest: z.iso.datetime({ offset: true }).nullable(),
          /** The checks that decide the state, the worst first. */
          causes: z.array(
            z.object({
              check: z.string(),
              column: z.enum(['breaks', 'awkward']),
              level: levelSchema,
              subject: subjectSchema,
              failed: z.int().min(1),
              judged: z.int().min(1),
              known: z.boolean(),
            }),
          ),
          /** How often the model succeeded, if its sampling decides the state; otherwise null. */
          model: z.object({ right: z.int().min(0), of: z.int().min(0) }).nullable(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
});

const profilesSchema = z.object({
  ...head,
  /** The newest profile of each target and dialect. */
  profiles: z.array(
    z.object({
      ...profileSchema.shape,
      /** Flags that harnesses usually maintain by hand. Contains only those that were measured. */
      flags: z.record(
        z.string(),
        z.object({
          value: flagValueSchema,
          /** True if the real number may be greater, because nothing was refused. */
          orMore: z.boolean(),
          /** The ids of the facts that the value is based on. */
          facts: z.array(z.string()),
        }),
      ),
      /** The facts that differ from the previous profile; null if there is no previous profile. */
      changed: z.array(z.string()).nullable(),
    }),
  ),
});

export type ProfilesDocument = z.infer<typeof profilesSchema>;
export type FeaturesDocument = z.infer<typeof featuresSchema>;
export type TargetsDocument = z.infer<typeof targetsSchema>;
export type ChecksDocument = z.infer<typeof checksSchema>;
export type RunDocument = z.infer<typeof runSchema>;
export type RunsDocument = z.infer<typeof runsSchema>;
export type CellDocument = z.infer<typeof cellSchema>;

/** The schemas by name; each is published as `api/v1/schema/<name>.json`. */
const SCHEMAS = {
  targets: targetsSchema,
  checks: checksSchema,
  run: runSchema,
  runs: runsSchema,
  features: featuresSchema,
  profiles: profilesSchema,
  badge: badgeSchema,
} as const;

export type SchemaName = keyof typeof SCHEMAS;

/** Returns each schema as JSON Schema 2020-12. Unknown fields are allowed, because later versions may add fields. */
export function apiSchemas(): readonly { readonly name: string; readonly schema: object }[] {
  return Object.entries(SCHEMAS).map(([name, schema]) => ({
    name,
    schema: z.toJSONSchema(schema, { io: 'input' }),
  }));
}
