/** Loads data files as scripts, because pages from the file system may load only scripts. */
const loading = new Map<string, Promise<void>>();

/** Runs the file only once, and calls `done` after it has run; never if it cannot be loaded. */
export function loadScript(source: string, done: () => void): void {
  const known = loading.get(source) ?? load(source);
  loading.set(source, known);
  void known.then(done);
}

function load(source: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => resolve());
    script.src = source;
    document.head.append(script);
  });
}
