/** What a target is called: its id, and the folder that the id stands for. */

/** `<provider>/<model>[@upstream][+dialect]`: a dialect is named where it is not the provider's first. */
export function targetId(
  provider: { readonly id: string; readonly dialect?: string | undefined },
  model: {
    readonly id: string;
    readonly upstream?: string | undefined;
    readonly dialect?: string | undefined;
  },
): string {
  const upstream = model.upstream === undefined ? '' : `@${model.upstream}`;
  const isOther = model.dialect !== undefined && model.dialect !== provider.dialect;
  return `${provider.id}/${model.id}${upstream}${isOther ? `+${model.dialect}` : ''}`;
}

/**
 * The id as a relative path, with forward slashes, that every file system accepts.
 *
 * What Windows refuses covers what the others do: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function folderOf(id: string): string {
  return id
    .split('/')
    .map((segment) =>
      segment
        .replace(/^$/, '_')
        .replace(/[<>:"\\|?*\p{Cc}]/gu, '_')
        .replace(/[. ]+$/, (trailing) => '_'.repeat(trailing.length))
        .replace(/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))/i, '$1_'),
    )
    .join('/');
}
