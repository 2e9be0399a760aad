/** Finds the files under the arguments of an audit, and names them. */
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isUnfinished } from '../system/write-file.ts';
import { byCodeUnit } from '../text/order.ts';
import { type GivenFile, type Unreadable, whyUnreadable } from './files.ts';

/**
 * A file on disk that may be a recording. Its name is its path below the argument. The name has more parent folders
 * when two arguments contain the same path.
 */
export interface FoundFile extends GivenFile {
  /** In bytes. */
  readonly size: number;
}

/** Skipped folders: those with many files and no recordings, and WireMock's bodies, which its mappings refer to. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules', '__files']);

/** The replacement for invalid UTF-8 in a file name. The file cannot be opened by such a name. */
const NO_UTF8 = '\uFFFD';
const NAMED_OTHERWISE = 'has a name that is no UTF-8 and was not read; rename it';

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly unreadable: Unreadable[];
  /** Skipped entries of folders: links to targets outside the arguments, devices, pipes, sockets. */
  readonly passedOver: readonly Unreadable[];
}

/**
 * Returns every file once, in the order of the arguments and then by name. A link is followed only when it is an
 * argument itself, or its target lies below an argument. A folder from elsewhere may contain links to any file of this
 * machine.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const unreadable: Unreadable[] = [];
  const passedOver: Unreadable[] = [];
  const roots = paths.flatMap((argument) => realPathOf(argument) ?? []);
  const found = new Map<string, Omit<FoundFile, 'name'> & { segments: string[]; depth: number }>();
  const folders = new Set<string>();

  /** @param realFolder the real path of the containing folder; null for an argument */
  const visit = (file: string, argument: string, realFolder: string | null): void => {
    const explicit = realFolder === null;
    const leaveOut = (problem: string) =>
      (explicit ? unreadable : passedOver).push({
        file: showPath(file),
        problem: `${showPath(file)}: ${problem}`,
      });
    try {
      const own = explicit ? statSync(file) : lstatSync(file);
      const isLink = own.isSymbolicLink();
      const real = explicit || isLink ? realPathOf(file) : path.join(realFolder, path.basename(file));
      if (real === null || (isLink && !roots.some((root) => liesBelow(root, real)))) {
        leaveOut('is a link out of the folder and was not read; name what it leads to, or leave it out');
        return;
      }
      const known = found.get(real);
      if (known !== undefined) {
        found.set(real, { ...known, explicit: known.explicit || explicit });
        return;
      }
      const stat = isLink ? statSync(real) : own;
      if (stat.isDirectory()) {
        if (folders.has(real)) return;
        folders.add(real);
        const names = readdirSync(real).filter((name) => !SKIPPED_FOLDERS.has(name) && !isUnfinished(name));
        for (const name of names.sort(byCodeUnit)) visit(path.join(file, name), argument, real);
        return;
      }
      if (!stat.isFile()) {
        leaveOut('is a device, a pipe or a socket and was not read; leave it out');
        return;
      }
      const segments = path.resolve(file).split(path.sep);
      const below = explicit ? [path.basename(file)] : path.relative(argument, file).split(path.sep);
      found.set(real, {
        path: file,
        shown: showPath(file),
        explicit,
        size: stat.size,
        segments,
        depth: below.length,
      });
    } catch (error) {
      const why = file.includes(NO_UTF8) ? NAMED_OTHERWISE : whyUnreadable(error);
      unreadable.push({ file: showPath(file), problem: `${showPath(file)}: ${why}` });
    }
  };
  for (const argument of paths) visit(argument, argument, null);

  const list = [...found.values()];
  const names = distinctNames(list);
  const files = list.map(({ path, shown, explicit, size }, at) => ({
    path,
    shown,
    explicit,
    size,
    name: names[at] ?? shown,
  }));
  return { files, unreadable, passedOver };
}

/** Returns null when a link is broken or circular. */
function realPathOf(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch {
    return null;
  }
}

function liesBelow(root: string, file: string): boolean {
  return file === root || path.relative(root, file).split(path.sep)[0] !== '..';
}

/** Returns the last segments of each path: as many as its depth, or more when that is needed to make them unique. */
function distinctNames(files: readonly { readonly segments: string[]; readonly depth: number }[]): string[] {
  const depths = files.map(({ depth }) => depth);
  for (;;) {
    const names = files.map(({ segments }, at) => segments.slice(-(depths[at] ?? 1)).join('/'));
    const count = new Map<string, number>();
    for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
    if (count.size === names.length) return names;
    for (const [at, name] of names.entries()) {
      if ((count.get(name) ?? 0) > 1) depths[at] = (depths[at] ?? 1) + 1;
    }
  }
}

function showPath(file: string): string {
  return path.relative('', file).replaceAll(path.sep, '/') || '.';
}
