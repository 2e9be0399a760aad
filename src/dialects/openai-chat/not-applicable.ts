/** Checks of other dialects that have no meaning here, with the reason. */
export const NO_SIGNATURES = 'a call has no field for the signature of a thought';

/** Only rules that need a reason are listed. The catalogue shows which other checks this dialect does not have. */
export const notApplicable: Readonly<Record<string, string>> = {
  'roundtrip/dropped-signature': NO_SIGNATURES,
};
