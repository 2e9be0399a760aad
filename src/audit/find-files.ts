/** The files under the arguments of an audit, and what to call them. */
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isUnfinished } from '../system/write-file.ts';
import { byCodeUnit } from '../text/order.ts';
import { type GivenFile, type Unreadable, whyUnreadable } from './files.ts';

/** A file of the disk that may be a recording; its name is its path below the argument, lengthened where two arguments hold the same one. */
export interface FoundFile extends GivenFile {
  /** In bytes. */
  readonly size: number;
}

/** Folders that hold no recordings, and a great many files; and the bodies of WireMock, which its mappings name. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules', '__files']);

/** What stands in a name for bytes that are no UTF-8, so that no file of the name is found. */
const NO_UTF8 = '\uFFFD';
const NAMED_OTHERWISE = 'has a name that is no UTF-8 and was not read; rename it';

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly unreadable: Unreadable[];
  /** What lies in a folder and is not read: links that lead out of the arguments, devices, pipes, sockets. */
  readonly passedOver: readonly Unreadable[];
}

/**
 * Every file once, in the order of the arguments and then by name. A link is followed where it is an argument itself, or
 * leads to what lies below one: a folder of somebody else's may hold links to anything that this machine has.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const unreadable: Unreadable[] = [];
  const passedOver: Unreadable[] = [];
  const roots = paths.flatMap((argument) => realPathOf(argument) ?? []);
  const found = new Map<string, Omit<FoundFile, 'name'> & { segments: string[]; depth: number }>();
  const folders = new Set<string>();

  /** @param realFolder that it lies in; null of an argument */
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

/** Null where a link leads nowhere, or in a circle. */
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

/** The ends of the paths, each of the given depth or, where others have the same end, of one that tells them apart. */
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
