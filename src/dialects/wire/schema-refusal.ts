/** What the reference provider says of a request that its schema does not take. */
import type { z } from 'zod';
import { showPath } from '../../config/problems.ts';
import { invalidRequest, type Refusal } from '../../provider/refusal.ts';

/** The first problem, with its place. */
export function schemaRefusal({ issues: [issue] }: z.ZodError): Refusal {
  const path = showPath(issue?.path ?? []);
  return invalidRequest(`${path}: ${issue?.message ?? 'invalid'}`, path);
}
