/** Checks of other dialects that have no meaning here, with the reason. */
export const NO_SIGNATURES = 'a call has no field for the signature of a thought';

/** What other dialects check besides has no counterpart here: the catalogue says which dialect has which check. */
export const notApplicable: Readonly<Record<string, string>> = {
  'roundtrip/dropped-signature': NO_SIGNATURES,
};
