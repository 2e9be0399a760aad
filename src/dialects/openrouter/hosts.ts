/** Hosts that extend the wire formats that they speak. */
import type { Extension } from '../../judge/check.ts';

export function extensionsOf(hostname: string): readonly Extension[] {
  return hostname === 'openrouter.ai' ? ['openrouter'] : [];
}
