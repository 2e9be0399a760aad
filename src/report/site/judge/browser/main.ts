/** The page that judges: takes files, hands them to a worker, and shows the pages that it makes. */
import { chosenFiles, droppedFiles } from './dropped-files.ts';
import type { DroppedFile, FromWorker, PageAddress, ToWorker } from './messages.ts';

/** What the worker runs; `judge-worker.js` defines it. */
declare const judgeWorker: () => void;

const form = document.querySelector<HTMLFormElement>('#judge');
const overview = document.querySelector<HTMLElement>('#judged');
const place = document.querySelector<HTMLElement>('#judged-page');
const progress = form?.querySelector<HTMLElement>('.progress');
if (form && overview && place && progress) start(form, overview, place, progress);

/** Where the reader is: a page, and a place in it. */
interface Step extends PageAddress {
  readonly anchor: string;
  /** The reader went there, and it was not opened of itself. */
  readonly went: boolean;
}

function start(
  form: HTMLFormElement,
  overview: HTMLElement,
  place: HTMLElement,
  progress: HTMLElement,
): void {
  let worker: Worker | null = null;
  let wanted: Step | null = null;
  const ask = (message: ToWorker) => worker?.postMessage(message);

  const judge = (files: readonly DroppedFile[]) => {
    worker?.terminate();
    overview.replaceChildren();
    place.replaceChildren();
    worker = newWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
    worker.addEventListener('error', ({ message }) => {
      progress.textContent = `The files could not be judged (${message}); try them one by one.`;
    });
    progress.textContent = 'judging';
    ask({ kind: 'judge', files });
  };

  const show = (step: Step) => {
    wanted = step;
    ask({ kind: 'open', report: step.report, file: step.file });
  };
  const open = (step: Step) => {
    history.replaceState(step, '');
    show(step);
  };
  const go = (step: Step) => {
    history.pushState(step, '');
    show(step);
  };

  const hear = (message: FromWorker) => {
    switch (message.kind) {
      case 'progress':
        progress.textContent = message.text;
        break;
      case 'judged':
        progress.textContent = '';
        overview.innerHTML = message.html;
        if (message.opens !== null) open({ ...message.opens, anchor: '', went: false });
        break;
      case 'page':
        if (wanted?.report !== message.report || wanted.file !== message.file) break;
        place.innerHTML = message.html;
        place.dataset['file'] = message.file;
        place.dataset['report'] = String(message.report);
        if (wanted.went) goTo(place, wanted.anchor);
        break;
      case 'results':
        save(message.text);
        break;
    }
  };

  overview.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    const saved = event.target.closest<HTMLElement>('[data-results]')?.dataset['results'];
    if (saved !== undefined) ask({ kind: 'results', report: Number(saved) });
    const [, report, file] = /^#(\d+)\/(.+)$/u.exec(linkOf(event.target)) ?? [];
    if (report === undefined || file === undefined) return;
    event.preventDefault();
    go({ report: Number(report), file, anchor: '', went: true });
  });
  place.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? linkOf(event.target) : '';
    if (link === '' || /^[a-z][a-z\d+.-]*:/iu.test(link)) return;
    event.preventDefault();
    const { pathname, hash } = new URL(link, `page:/${place.dataset['file']}`);
    go({
      report: Number(place.dataset['report']),
      file: pathname.slice(1),
      anchor: decodeURIComponent(hash.slice(1)),
      went: true,
    });
  });
  addEventListener('popstate', ({ state }: PopStateEvent) => {
    if (state !== null) show(state);
    else place.replaceChildren();
  });

  for (const input of form.querySelectorAll('input')) {
    input.webkitdirectory = input.name === 'folder';
    input.addEventListener('change', () => {
      if (input.files !== null && input.files.length > 0) judge(chosenFiles(input.files));
      input.value = '';
    });
  }
  addEventListener('dragover', (event) => {
    event.preventDefault();
    form.classList.add('over');
  });
  addEventListener('dragleave', () => form.classList.remove('over'));
  addEventListener('drop', (event) => {
    event.preventDefault();
    form.classList.remove('over');
    if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer.items).then(judge);
  });
}

/** From its text: a page that was opened from a file can load no worker. */
function newWorker(): Worker {
  const text = new Blob([`(${judgeWorker})()`], { type: 'text/javascript' });
  const address = URL.createObjectURL(text);
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return worker;
}

/** The address of the link around an element; empty without one. */
function linkOf(element: Element): string {
  return element.closest('a')?.getAttribute('href') ?? '';
}

function goTo(place: HTMLElement, anchor: string): void {
  const found = anchor === '' ? null : place.querySelector(`[id="${CSS.escape(anchor)}"]`);
  for (let around = found; around !== null && around !== place; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  place.focus({ preventScroll: true });
  (found ?? place).scrollIntoView();
}

function save(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  link.download = 'results.jsonl';
  link.click();
  URL.revokeObjectURL(link.href);
}
