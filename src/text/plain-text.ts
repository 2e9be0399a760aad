/** Makes untrusted text safe as part of one line: for terminals, logs, and files that other programs read. */
import { plainText, withControls } from './display.ts';

/**
 * The text on one line: line breaks and tabs become spaces, and characters that control a terminal or the direction of text
 * are replaced by their names. A backslash escapes what CI runners would read as a command: `::` where it may begin a
 * line, and `##[`, `##vso[` and `##teamcity[` anywhere.
 *
 * Sources: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs,
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
 * https://www.jetbrains.com/help/teamcity/service-messages.html
 */
export function plain(text: string): string {
  return plainText(text, Number.POSITIVE_INFINITY)
    .replaceAll(/[\n\t]+/gu, ' ')
    .replaceAll(/##(?=\w*\[)/gu, '##\\')
    .replace(/^\s*(?=::)/u, '$&\\');
}

/** Like {@link plain}, for text that intentionally has several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/**
 * JSON that is safe to print on a terminal: control characters become JSON escapes, so the parsed value is the same.
 */
export function plainJson(json: string): string {
  return withControls(json, (control) => control.split('').map(escapeOf).join(''));
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
