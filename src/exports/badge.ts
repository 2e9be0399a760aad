/** Badges as data: the endpoint schema of shields.io (https://shields.io/badges/endpoint-badge). */
import * as z from 'zod';

export const badgeSchema = z.object({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  /** Six hexadecimal digits without `#`. */
  color: z.string(),
});

export type Badge = z.infer<typeof badgeSchema>;
