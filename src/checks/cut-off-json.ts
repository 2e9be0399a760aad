/** Recognises JSON texts that end too early. */
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Returns true for a non-empty text that is only the beginning of JSON: its one fault is that it ends too early. */
export function isBeginningOfJson(text: string): boolean {
  if (text.trim() === '' || isTooDeep(text)) return false;
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return errors.length > 0 && errors.every((error) => isForWantOfMore(error, text));
}

/** Returns true if the error is that something is missing at the end, or that the last token is incomplete. */
function isForWantOfMore({ error, offset, length }: ParseError, text: string): boolean {
  if (offset >= text.length) return true;
  if (offset + length < text.length) return false;
  const kind = printParseErrorCode(error);
  const last = text.slice(offset);
  const isWord = ['true', 'false', 'null', '-0'].some((word) => word.startsWith(last));
  return kind.startsWith('UnexpectedEndOf') || (kind === 'InvalidSymbol' && isWord);
}

/** Returns true if the text nests deeper than a recursive parser can follow. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > 1000) return true;
  }
  return false;
}
