/** Text that somebody else wrote, as part of one line: for terminals, logs and the files that other programs read. */
import { plainText } from './display.ts';

/**
 * One line, whatever the text holds: line breaks and tabs become a space, and characters that steer a terminal or turn a
 * line around are named. A backslash stands before what GitHub's runner would take for a command: `::` where it may begin
 * a line, and `##[` anywhere.
 *
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function plain(text: string): string {
  return plainText(text, Number.POSITIVE_INFINITY)
    .replaceAll(/[\n\t]+/gu, ' ')
    .replaceAll('##[', '##\\[')
    .replace(/^\s*(?=::)/u, '$&\\');
}

/** The same for a text that has several lines on purpose. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
