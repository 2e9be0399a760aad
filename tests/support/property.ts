import fc from 'fast-check';

/**
 * fast-check with a seed that is the same in every run, so that a run can be repeated and a red one was made red by the
 * change under test. To look for more, give another: `PROPERTY_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });

/** From 0 to 1, evenly: which part of a whole is meant. (`fc.double` has nearly all of its values beside 0.) */
export const share = fc.nat(10_000).map((part) => part / 10_000);

/** Everything that is no surrogate: `unit: 'binary'` of fast-check, which counts it all up for a second before it begins. */
export const codePoint = fc.nat(0x10_f7ff).map(
  (place) => String.fromCodePoint(place < 0xd800 ? place : place + 0x800),
  (text) => {
    const point = typeof text === 'string' && [...text].length === 1 ? text.codePointAt(0) : undefined;
    if (point === undefined || (point >= 0xd800 && point < 0xe000)) throw new Error('no code point');
    return point < 0xd800 ? point : point - 0x800;
  },
);

export default fc;
