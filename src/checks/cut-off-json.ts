/** JSON texts that end too early. */
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A proper and non-empty beginning of a JSON text: all that is wrong with it is that it ends too early. */
export function isBeginningOfJson(text: string): boolean {
  if (text.trim() === '' || isTooDeep(text)) return false;
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return errors.length > 0 && errors.every((error) => isForWantOfMore(error, text));
}

/** Something is missing behind the text, or its last word, number or string is not at its end. */
function isForWantOfMore({ error, offset, length }: ParseError, text: string): boolean {
  if (offset >= text.length) return true;
  if (offset + length < text.length) return false;
  const kind = printParseErrorCode(error);
  const last = text.slice(offset);
  const isWord = ['true', 'false', 'null', '-0'].some((word) => word.startsWith(last));
  return kind.startsWith('UnexpectedEndOf') || (kind === 'InvalidSymbol' && isWord);
}

/** The text nests deeper than a recursive parser can follow. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > 1000) return true;
  }
  return false;
}
