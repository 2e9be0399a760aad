/** The text of the reference provider for an unscripted prompt: what it is told to say, or what it was told earlier. */
import type { AskedMessage } from '../answers/asked-request.ts';

const SENTENCE =
  'I am a scripted model: I know the scenarios of toolcall-conformance, and say of other things what I was told.';

/** @param messages the messages of the conversation, the prompt last */
export function spokenText(messages: readonly AskedMessage[]): string {
  return obeyedText(messages) ?? recalledText(messages) ?? atLength(promptOf(messages));
}

/** Returns what the prompt tells the model to say, count or calculate; null when it contains no such instruction. */
export function obeyedText(messages: readonly AskedMessage[]): string | null {
  const prompt = promptOf(messages);
  return dictated(prompt) ?? counted(prompt) ?? calculated(prompt);
}

/** Returns what earlier messages say about the prompt's question; null when they say nothing. */
export function recalledText(messages: readonly AskedMessage[]): string | null {
  const prompt = promptOf(messages);
  const before = messages
    .filter(({ role, text }) => role !== 'assistant' && readOf(text) !== prompt)
    .map(({ text }) => text);
  return recalled(prompt, before);
}

/** Returns the last user message, cut to the length that the model reads. */
export function promptOf(messages: readonly AskedMessage[]): string {
  return readOf(messages.findLast(({ role }) => role === 'user')?.text ?? '');
}

/** The maximum number of characters of a prompt that the model reads, counted from its end. */
const MOST_READ = 20_000;

export function readOf(prompt: string): string {
  return prompt.slice(-MOST_READ);
}

const SAY =
  /^(?:please |now |just )*(?:say|repeat|echo|output|print|(?:reply|respond|answer)(?: back)? with)(?: only| exactly| just| back| the words?| the text| this)*(?: in (?:exactly )?\w+ words?)?\s*:?\s*["“'`]?(?!\s|(?:a|an|the|some|me|in|your|one|two|three|that|which)\b)([^\n]+?)["”'`]?(?:,? (?:and nothing else|in (?:exactly )?\w+ words?|only|exactly))*[.!]*$/iu;

/** Returns the text that the last line of the prompt tells the model to say, or null. */
function dictated(prompt: string): string | null {
  const said = SAY.exec(prompt.trim().split('\n').at(-1) ?? '')?.[1];
  return said === undefined
    ? null
    : `${said.charAt(0).toUpperCase()}${said.slice(1)}`.replace(/^(?=\S+ )\w/u, () => said.charAt(0));
}

function counted(prompt: string): string | null {
  const [, from = '', to = ''] = /\bcount (?:up )?from (\d{1,4}) (?:up )?to (\d{1,4})\b/iu.exec(prompt) ?? [];
  if (to === '' || Number(to) < Number(from)) return null;
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at).join(', ');
}

function calculated(prompt: string): string | null {
  const [, left, sign, right] =
    /(-?\d+(?:\.\d+)?) ?(\+|-|−|\*|×|x|times|plus|minus) ?(-?\d+(?:\.\d+)?)/iu.exec(prompt) ?? [];
  if (left === undefined || sign === undefined || right === undefined) return null;
  const [one, other] = [Number(left), Number(right)];
  if (['+', 'plus'].includes(sign)) return String(one + other);
  return String(['-', '−', 'minus'].includes(sign) ? one - other : one * other);
}

/**
 * Finds the earlier sentence that shares most words with the question. Returns its value (the text after `is`, `=` and
 * the like), or else the whole sentence.
 */
function recalled(prompt: string, before: readonly string[]): string | null {
  if (!/\?|\b(?:recall|remind|tell me|repeat|what)\b/iu.test(prompt)) return null;
  const sentences = before
    .flatMap((text) => text.split(/(?<=[.!?])\s+|\n+/u))
    .filter((text) => text.trim() !== '');
  const asked = wordsOf(prompt);
  const ranked = sentences
    .map((text, at) => ({
      text: text.trim(),
      at,
      shared: [...wordsOf(text)].filter((word) => asked.has(word)).length,
    }))
    .filter(({ text, shared }) => shared > 0 && !text.endsWith('?'))
    .toSorted((one, other) => other.shared - one.shared || other.at - one.at);
  const [best] = ranked;
  if (best === undefined) return null;
  const value = /\b(?:is|are|was|were|:|=) +["“'`]?([^.!?,;"”`]+)/iu.exec(best.text)?.[1]?.trim();
  return value === undefined ? `You told me: ${best.text}` : value;
}

const COMMON = new Set(
  'the,a,an,is,are,was,were,be,what,which,who,where,when,how,do,does,did,you,your,i,me,my,it,its,of,in,on,at,to,for,and,or,with,that,this,just,only,reply,respond,answer,please,tell,remember,can,could,would,there,from,by,about,any,use'.split(
    ',',
  ),
);

/** Returns the significant words of a text, without their endings. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return new Set(
    words
      .filter((word) => word.length > 1 && !COMMON.has(word))
      .map((word) => word.replace(/(?<=...)(?:ies|es|s|ing|ed)$/u, '')),
  );
}

/** Returns one sentence, or many when the prompt asks for a long text. */
function atLength(prompt: string): string {
  const isLong = /\b(?:long|essay|story|detailed|paragraphs?|article|list|explain|describe)\b/iu.test(prompt);
  return isLong ? Array.from({ length: 24 }, (_, at) => `${at + 1}. ${SENTENCE}`).join(' ') : SENTENCE;
}
