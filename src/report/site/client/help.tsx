/** @jsxRuntime automatic @jsxImportSource preact */
/** The dialog that lists the keys. */
import { render } from 'preact';
import { areKeysOn, switchKeys } from './key-switch.ts';

const KEYS = [
  ['/', 'search'],
  ['j', 'next failure'],
  ['k', 'previous failure'],
  ['?', 'this help'],
  ['Esc', 'close what is open'],
] as const;

export function openHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.help') ?? newDialog();
  if (!dialog.open) dialog.showModal();
}

function newDialog(): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'help-title');
  render(<Help />, dialog);
  document.body.append(dialog);
  return dialog;
}

function Help() {
  return (
    <form method="dialog">
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([key, meaning]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={areKeysOn()}
          onChange={(event) => switchKeys(event.currentTarget.checked)}
        />
        <span>Single keys are on</span>
      </label>
      <button type="submit">Close</button>
    </form>
  );
}
