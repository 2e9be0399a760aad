/** Hosts that add to the wire formats they speak. */
import type { Extension } from '../../judge/check.ts';

export function extensionsOf(hostname: string): readonly Extension[] {
  return hostname === 'openrouter.ai' ? ['openrouter'] : [];
}
