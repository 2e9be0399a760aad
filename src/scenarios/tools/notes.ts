/** A trail of notes that a tool reads. Each contains the key of the next; the last contains a word. */
import type { Scenario } from '../scenario.ts';
import { type Move, member, type Said } from '../script.ts';

/** From this note on, the prompt is long enough to be cached: 1,024 tokens at most providers. */
const LONG_NOTE = 4;

/** The longest trail that the scripted model follows. */
const LONGEST = 100;

const REGISTER = Array.from(
  { length: 96 },
  (_, at) => `shelf ${at + 1}: letters of ${1790 + at}, box ${(at * 7) % 10}`,
).join('; ');

/** Returns the parts of a scenario for a trail of notes, 100 at most. Each note takes one call. */
export function trailOf(notes: number): Pick<Scenario, 'tools' | 'maxTurns' | 'script'> {
  const keys = ['start', ...Array.from({ length: notes - 1 }, (_, at) => keyOf(at + 2))];
  return {
    tools: [
      {
        name: 'read_note',
        description: 'Reads the note with this key',
        parameters: {
          type: 'object',
          properties: { key: { type: 'string' } },
          required: ['key'],
          additionalProperties: false,
        },
        strict: false,
        result: keys.map((key, at) => ({
          argument: 'key',
          holds: key,
          result: JSON.stringify({
            ...(at + 1 === LONG_NOTE ? { register: REGISTER } : {}),
            ...(at + 1 === notes ? { word: '{secret}' } : { next: keys[at + 1] }),
          }),
        })),
      },
    ],
    maxTurns: notes + 3,
    script: Array<Move>(LONGEST + 1).fill(follow),
  };
}

/** Reads the note that the last note names, or says the word. */
function follow(results: readonly string[]): Said {
  const last = results.at(-1);
  const key = last === undefined ? 'start' : member(last, 'next');
  return key === ''
    ? { text: `The word is ${member(last, 'word')}.` }
    : { calls: [{ name: 'read_note', arguments: { key } }] };
}

/** Returns seven letters and digits that cannot be derived from earlier keys. */
function keyOf(note: number): string {
  return ((note * 48_271 * 69_621) % 36 ** 7).toString(36).padStart(7, 'k');
}
