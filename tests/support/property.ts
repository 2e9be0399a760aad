import fc from 'fast-check';

/**
 * fast-check with a fixed seed. A run can be repeated, and a failure comes from the change under test. To search
 * further, set another seed: `PROPERTY_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });

/**
 * Evenly distributed from 0 to 1, to choose a part of a whole. (Nearly all values of `fc.double` are close to 0 or 1.)
 */
export const share = fc.nat(10_000).map((part) => part / 10_000);

/** Any code point except surrogates. fast-check's `unit: 'binary'` does the same but takes a second to start. */
export const codePoint = fc.nat(0x10_f7ff).map(
  (place) => String.fromCodePoint(place < 0xd800 ? place : place + 0x800),
  (text) => {
    const point = typeof text === 'string' && [...text].length === 1 ? text.codePointAt(0) : undefined;
    if (point === undefined || (point >= 0xd800 && point < 0xe000)) throw new Error('no code point');
    return point < 0xd800 ? point : point - 0x800;
  },
);

export default fc;
