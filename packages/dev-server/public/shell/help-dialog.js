// The keys, and what the page is for.
import { useEffect, useRef } from 'preact/hooks';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';

const keys = /** @type {const} */ ([
  ['Enter', 'in the URL: connect, or disconnect'],
  ['Ctrl+Enter', 'in the composer: send'],
  ['/', 'search the frames'],
  ['↑ ↓ Home End', 'move through the frames'],
  ['Esc', 'close the frame, a menu, this'],
  ['← →', 'move between tabs'],
  ['?', 'this help'],
]);

/** @param {{ isOpen: boolean, onClose: () => void }} props */
export function HelpDialog({ isOpen, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return html`<dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${onClose}>
    <header>
      <h2 id="help-title" class="grow">Keys</h2>
      <button type="button" class="button plain icon" aria-label="Close help" onClick=${onClose}>
        <${Glyph} name="close" />
      </button>
    </header>
    <dl>
      ${keys.map(
        ([key, meaning]) =>
          html`<div key=${key}>
            <dt><kbd>${key}</kbd></dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
    </dl>
    <p class="quiet">
      A connection via the dev server shows each frame and takes any header. One from the browser shows what a page
      would see.
    </p>
  </dialog>`;
}
