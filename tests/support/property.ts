import fc from 'fast-check';

/**
 * fast-check with a seed that is the same in every run, so that a run can be repeated and a red one was made red by the
 * change under test. To look for more, give another: `PROPERTY_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });

/** From 0 to 1, evenly: which part of a whole is meant. (`fc.double` has nearly all of its values beside 0.) */
export const share = fc.nat(10_000).map((part) => part / 10_000);

export default fc;
