/** The id and the folder of a target. */

/**
 * Returns `<provider>/<model>[@upstream][+dialect]`. The dialect is named only when it is not the provider's default.
 */
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
 * Returns the id as a relative path with forward slashes, valid on every file system.
 *
 * The rules of Windows include those of other systems: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
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
