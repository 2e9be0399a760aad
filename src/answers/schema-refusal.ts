/** What the reference provider says of a request that does not fit its schema. */
import type * as z from 'zod';
import { showPath } from '../text/path.ts';
import { invalidRequest, type Refusal } from './refusal.ts';

/** The first problem, with its place. */
export function schemaRefusal({ issues: [issue] }: z.ZodError): Refusal {
  const path = showPath(issue?.path ?? []);
  return invalidRequest(`${path}: ${issue?.message ?? 'invalid'}`, path);
}
