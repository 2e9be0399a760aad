/** Writes cassettes. A separate module, so that a probe that saves nothing does not load YAML. */
import { join } from 'node:path';
import { writeCassette } from '../evidence/cassette/write.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { Held } from './hold.ts';

/**
 * Writes the cassette of a conversation.
 *
 * @param folder of cassettes
 * @throws {SuiteError} when it cannot be written
 */
export async function saveHeld(
  folder: string,
  { target, scenario, delivery, sample }: ConversationId,
  { exchanges, recordedAt }: Held,
): Promise<void> {
  await writeCassette(join(folder, cassetteOf(target, scenario, delivery, sample)), {
    conversation: { target: target.id, scenario: scenario.id, delivery, sample, recordedAt },
    interactions: exchanges.map((exchange) => ({ exchange })),
  });
}
