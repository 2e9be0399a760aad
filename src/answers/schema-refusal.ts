/** The reference provider's refusal of a request that does not match its schema. */
import type * as z from 'zod';
import { showPath } from '../text/path.ts';
import { invalidRequest, type Refusal } from './refusal.ts';

/** Reports the first problem and its path. */
export function schemaRefusal({ issues: [issue] }: z.ZodError): Refusal {
  const path = showPath(issue?.path ?? []);
  return invalidRequest(`${path}: ${issue?.message ?? 'invalid'}`, path);
}
