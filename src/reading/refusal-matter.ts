/**
 * Finds out what a refusal is about, from the provider's own words. Several checks could be concerned by a refused history;
 * the one whose matter the refusal names judges it. A refusal that names none of these matters (a context that is too long,
 * credit, an unknown model, a filter) is not about ids, thoughts or signatures.
 */

/** The matters, in the order of the search: a refusal belongs to the first that fits. */
export const MATTERS = ['signatures', 'reasoning', 'ids'] as const;

export type Matter = (typeof MATTERS)[number];

/** The matter that a refusal names; null if it names none. @param message the provider's own words */
export function matterOf(message: string): Matter | null {
  if (THINKING_UNKNOWN.test(message)) return 'reasoning';
  const words = message
    .replaceAll(LISTED, ' ')
    .replaceAll(PASSED_ON, ' ')
    .replaceAll(LOCATED, ' ')
    .replaceAll(/[`'"\u2018\u2019\u201c\u201d]/gu, '');
  const named = MATTERS.find((matter) => NAMES[matter].some((name) => name.test(words)));
  if (named !== undefined) return named;
  const isElsewhere = OTHER_MATTERS.some((name) => name.test(words));
  return !isElsewhere && PAIRING.some((name) => name.test(words)) ? 'ids' : null;
}

/** Details that a validator adds to its complaint: the words that it accepts, and the value that it got. */
const LISTED =
  /(?:\bexpected (?:tags:|one of\b)|\bInput should be '|\b(?:supported|allowed|valid|permitted) (?:values|types) are:?|\binput_value=|['"]input['"]: )[\s\S]*?(?=, input_type=|\{['"]type['"]: ['"][^'"]*['"], ['"]loc['"]|$)/giu;

/** A validator complains about a thinking block or a reasoning item, because its list of types has none. */
const THINKING_UNKNOWN =
  /\b(?:input(?:_value)?['"]?[:=]|input tag|unknown variant|invalid value:) ?['"`](?:(?:redacted_)?thinking|reasoning)['"`]/iu;

/** The place of a fault, named by the id of a call that is itself correct: `invalid arguments, tool_call_id: call_1`. */
const LOCATED =
  /(?:[(,;] *|\bcontent (?:for|of) )(?:tool[ _]?)?(?:call|use)[ _]?id\b *[:=]? *['"`]?[\w.:-]+/giu;

/** The words with which Bedrock begins an error that it passes on from the server of a model. */
const PASSED_ON = /\bthe model returned the following errors?:/giu;

/** Returns true if a server refuses to continue from a stored response: it lacks the feature, and refuses nothing it issued. */
export function isAboutStoredResponse(message: string): boolean {
  return /\bprevious_(?:response|message)_id\b|\bprevious response\b|\bstored responses?\b|\bthreads?\b/iu.test(
    message,
  );
}

/** The optional features of a request, by the names that servers use when they refuse them. */
const FEATURES = {
  'tool choice': /tool[ _-]?choice|tool_?config|function_?calling_?config|allowed_?tools/iu,
  'parallel calls': /parallel[ _]?(?:tool|function|calls?)|disable_?parallel/iu,
  reasoning: /\b(?:reasoning|reasoning_effort|thinking|think|thinking_?config|thinking_?budget|effort)\b/iu,
  'answer schema':
    /response_?(?:format|mime_?type|schema|json_?schema)|response mime type|json_schema|output_?(?:config|format)|text\.format|structured/iu,
  'hosted tools':
    /\b(?:web_?search|web search|tool_?search|tool search|defer_?loading|allowed_?callers|code_?execution|programmatic|hosted|built-?in|server[ _-]tools?|system[ _-]?tools?|server_?side_?tool)|\btools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
  'custom tools': /\bcustom\b|\btools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b|\bgrammars?\b/iu,
  'files in results':
    /\b(?:images?|vision|multi-?modal|documents?|pdfs?|files?|media|inline_?data|input_(?:image|file)|only text)\b/iu,
  'prompt cache': /cache_?control|cache_?point|prompt[ _]cach(?:e|ing)/iu,
} as const;

export type OptionalFeature = keyof typeof FEATURES;

/** Returns true if a refusal names an optional feature that was requested. @param message the provider's own words */
export function refusesFeature(message: string, asked: readonly OptionalFeature[]): boolean {
  return asked.some((feature) => FEATURES[feature].test(message));
}

/** The names that servers use for a call or a result. */
const PARTY =
  '(?:(?:tool|function)[ _-]?(?:calls?|uses?|results?|outputs?|responses?|call[ _-]?outputs?|messages?)' +
  '|functionCalls?|toolUses?|functionResponses?|toolResults?|role:? ?tool)';

/** The words for a call or a result that is alone or in the wrong place; not for its size, its content or a missing feature. */
const RELATION =
  '(?:without|missing|immediately|followed|follows?|after|before|preced\\w*|previous|match\\w*|correspond\\w*|respon(?:d|ds|ding|se to)|' +
  'unanswered|orphan\\w*|unexpected|same number|(?:not|to) find|number of|equal|mismatch\\w*|alternat\\w*|not found|duplicate\\w*)';

/**
 * Words that mention calls, and something missing, unexpected or not matching, but are not about ids: the content and name
 * of a call, how it was generated, lengths, rate limits, prices, policies, abilities of a model, the content of a result.
 */
const OTHER_MATTERS: readonly RegExp[] = [
  /\b(?:arguments?|json|schemas?|parameters for tool|pars(?:e|ed|er|ing))\b/iu,
  /\b(?:generat(?:e|ed|ion)|model (?:produced|returned|output)|not in request\.tools)\b/iu,
  /\b(?:tokens?|context (?:length|window|size)|too (?:long|large|big|many)|longer than|maximum|bytes|characters|limits?)\b/iu,
  /\b(?:quota|retry|try again|rate[ -]?limit\w*|timed? ?out)\b/iu,
  /\btool_calls(?:\[\d+\]|\.\d+)\.(?!id\b)\w/iu,
  /\b(?:missing|empty|no) content\b|(?<![.\]])\bcontent (?:must|is|should|cannot|field)\b/iu,
  /\b(?:content|unexpected|wrong|invalid) types?\b|\b(?:inline[ _]?data|images?|documents?|media)\b/iu,
  /\w[\])]?\.name\b|\bnames? (?:must|should|may|match\w*)\b/iu,
  /\b(?:not supported (?:by|before|with|on|for|in)|only supported)\b/iu,
  /\b(?:polic(?:y|ies)|flagged|moderation|plan|billing|credits?|per (?:second|minute|hour|day))\b/iu,
];

/** The words for a call and a result that do not match. */
const PAIRING: readonly RegExp[] = [
  new RegExp(`\\b${PARTY}\\b.{0,120}\\b${RELATION}\\b`, 'iu'),
  new RegExp(`\\b${RELATION}\\b.{0,120}\\b${PARTY}\\b`, 'iu'),
];

/** Whole words, as real servers use them. */
const NAMES: Readonly<Record<Matter, readonly RegExp[]>> = {
  signatures: [
    /\bthought[ _-]?signatures?\b/iu,
    /\bsignatures?\b.{0,80}\b(?:(?:redacted_)?think(?:ing)?|thoughts?)\b/iu,
    /\b(?:redacted_)?thinking\b.{0,80}\bsignatures?\b/iu,
  ],
  reasoning: [
    // Excludes the summaries that a request asks for.
    /\breasoning[ _-]?(?:items?|contents?|details?|text|blocks?)\b/iu,
    /\bof type reasoning\b/iu,
    /\b(?:without|missing) (?:the|its|their|your) (?:reasoning|thinking|thoughts?)\b/iu,
    // Excludes the value of `include`, which a model may not support.
    /(?<!\breasoning\.)\bencrypted[ _-](?:content|reasoning)\b(?! is (?:not|only) supported)/iu,
    // Only blocks of a history; whether thinking is on, limited or supported is a setting.
    /\bredacted_thinking\b|\bthinking[ _-](?:blocks?|contents?|parts?|text)\b|\bexpected thinking\b/iu,
    /\b(?:content|messages)(?:\[\d*\]|\.\d+)\.thinking\b/iu,
  ],
  ids: [
    /\b(?:tool_?call_?|tool_?use_?|call_?|function_?call_?)id(?:s|entifiers?)?\b/iu,
    /\b(?:tool|function)?[ _-]?(?:call|use) ids?\b|\btool[ _-]?ids?\b/iu,
    /\btool_calls(?:\[\d+\]|\.\d+)\.id\b/iu,
    /\b(?:tool|function)[ _-]?(?:uses?|calls?|results?|responses?)\b.{0,80}\bids?: ?\w/iu,
    /\bno (?:tool|function)[ _-]?(?:call|use|output|result|response)s? (?:was |were )?found\b/iu,
    /\bunknown (?:tool |function )?calls?\b/iu,
    // ProtoJSON, about a member of a call or a result that it does not accept.
    /\bunknown name id\b.{0,80}\bfunction_?(?:call|response)\b/iu,
    // The form of an id is refused, without naming what it identifies.
    /\b(?:an|the|your) ids? (?:that )?(?:must |should )?(?:begin|start)s? with\b/iu,
    // A template that accepts only one call in the history, although several were issued.
    /\bsingle tool[ -]calls?\b/iu,
    /\b(?:unexpected|unknown|unsupported|invalid|expected last) (?:message )?roles?\b|\btool role\b|(?<!\b(?:system|developer) )\broles? (?:must be|are supported|is not supported|should be)\b|\bmessages(?:\[\d+\]|\.\d+)\.role\b(?!.{0,60}\b(?:system|developer)\b)|\b(?:successive|consecutive) (?:user|assistant|tool)\b|\bat the (?:beginning|end) of the (?:list|conversation)\b|\broles? must alternate\b|\balternat(?:e|ing)\b.{0,40}\broles?\b|\border of (?:the )?(?:messages|turns|roles)\b|\b(?:role|turn) order\b/iu,
    /\b(?:first|last|final) message\b.{0,40}\bmust (?:be (?:an? |from )?(?:the )?|have (?:the )?role |use the )(?:user|assistant|tool)\b/iu,
    /\bmust start with an? user (?:message|turn)\b|\brole of\b.{0,20}\bshould be\b/iu,
    /\brole tool\b.{0,20}\b(?:not (?:supported|allowed|permitted)|unsupported)\b|\binvalid value: tool\b/iu,
    /\bvalid role: user\b|\balternate between user and model\b|\ba user role or\b/iu,
  ],
};
