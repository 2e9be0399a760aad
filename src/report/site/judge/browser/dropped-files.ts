/** The files that somebody dropped or chose, those in folders included. */
import { byCodeUnit } from '../../../../text/order.ts';
import type { DroppedFile } from './messages.ts';

/** Folders that hold no recordings, and a great many files. */
const SKIPPED = /(?:^|\/)(?:\.git|node_modules)\//u;

/** What was dropped. It is to be asked at once, since the browser forgets it when the event is over. */
export async function droppedFiles(items: DataTransferItemList): Promise<DroppedFile[]> {
  const dropped = [...items].map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry !== null) return filesBelow(entry, true);
    return file === null ? [] : [{ path: file.name, file, explicit: true }];
  });
  return inOrder((await Promise.all(dropped)).flat());
}

export function chosenFiles(files: FileList): DroppedFile[] {
  return inOrder(
    [...files].map((file) => ({
      path: file.webkitRelativePath || file.name,
      file,
      explicit: file.webkitRelativePath === '',
    })),
  );
}

async function filesBelow(entry: FileSystemEntry, explicit: boolean): Promise<DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//u, '');
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file, explicit }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry) || SKIPPED.test(`${path}/`)) return [];
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  // A folder is told in parts, and ends with an empty one.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) break;
    all.push(...part);
  }
  return (await Promise.all(all.map((each) => filesBelow(each, false)))).flat();
}

/** As an audit has them: by name, and below the folder where there is but one. */
function inOrder(files: readonly DroppedFile[]): DroppedFile[] {
  const tops = new Set(
    files.map(({ path, explicit }) => (explicit ? '' : path.slice(0, path.indexOf('/') + 1))),
  );
  const [top = ''] = tops;
  const below = tops.size === 1 ? top.length : 0;
  return files
    .filter(({ path }) => !SKIPPED.test(path))
    .map((dropped) => ({ ...dropped, path: dropped.path.slice(below) }))
    .sort((left, right) => byCodeUnit(left.path, right.path));
}
