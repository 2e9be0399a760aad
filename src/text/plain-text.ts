/** Text that somebody else wrote, as part of one line: for terminals, logs and the files that other programs read. */
import { plainText, withControls } from './display.ts';

/**
 * One line, whatever the text holds: line breaks and tabs become a space, and characters that steer a terminal or turn a
 * line around are named. A backslash stands before what a runner would take for a command: `::` where it may begin a line,
 * and `##[` anywhere, as well as the `##vso[` and `##teamcity[` of others.
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

/** The same for a text that has several lines on purpose. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/**
 * JSON for programs, which a terminal may show all the same: what steers one or turns a line around stands there as an
 * escape, which reads as the same value.
 */
export function plainJson(json: string): string {
  return withControls(json, (control) => control.split('').map(escapeOf).join(''));
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
