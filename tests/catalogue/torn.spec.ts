/** A part of an answer that cannot be read is one fault: no check blames anybody for what it may have held. */
import { isDraft } from '../../src/answers/script.ts';
import { effectOf } from '../../src/catalogue/judged.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import type { ConformingConversation } from '../../src/proof/conforming.ts';
import { type Edit, turn } from '../../src/proof/edits/edit.ts';
import { halve } from '../../src/proof/edits/stream.ts';
import { expect, test } from '../support/test.ts';

for (const dialect of dialects()) {
  test(`${dialect.id}: where the JSON of an event is cut off, framing/data-is-json fails alone`, async () => {
    const proof = await dialect.proof();
    const blamed: string[] = [];
    for (const base of proof.bases.values()) {
      for (const { place, edit } of tornIn(base)) {
        const { fails, errors } = effectOf(proof, { base: base.name, edit });
        const others = [...fails, ...errors].filter((check) => check !== 'framing/data-is-json');
        blamed.push(...others.map((check) => `${base.name} ${place}: ${check}`));
      }
    }
    expect(blamed).toEqual([]);
  });
}

/** Half an element of an array takes the rest of the array with it, and half an error is no error that can be read. */
function tornIn({ script, fails }: ConformingConversation): { place: string; edit: Edit }[] {
  if (Object.keys(fails).length > 0) return [];
  return script().exchanges.flatMap(({ response }, at) => {
    if (typeof response === 'string' || response.body.kind !== 'stream') return [];
    if (response.body.framing === 'json-array') return [];
    return response.body.events.flatMap(({ data }, event) =>
      isDraft(data)
        ? [
            {
              place: `exchange ${at + 1} event ${event + 1}`,
              edit: turn(
                at + 1,
                halve(() => [event]),
              ),
            },
          ]
        : [],
    );
  });
}
