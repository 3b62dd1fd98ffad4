// A file as the message: chosen, or dropped here.
import { chooseFile } from '../export/hand-over.js';
import { sizeText } from '../parts/amounts.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { complain } from '../store/toast.js';
import { useStore } from '../store/store.js';

/** A larger file would not pass the relay's socket. */
const MOST_BYTES = 8 * 1024 * 1024;

/** @param {{ box: import('../compose/draft-box.js').DraftBox }} props */
export function FilePicker({ box }) {
  const file = useStore(box.file);
  const take = async (/** @type {File | undefined} */ chosen) => {
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) complain(`${chosen.name} is larger than ${sizeText(MOST_BYTES)}`);
    else box.file.set({ name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) });
  };
  const onDrop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  };
  return html`<div
    class="drop"
    onDragOver=${(/** @type {DragEvent} */ event) => event.preventDefault()}
    onDrop=${onDrop}
  >
    <button type="button" class="button" onClick=${() => chooseFile('').then(take)}>
      <${Glyph} name="file" />Choose a file
    </button>
    <span class="quiet">${file ? `${file.name}, ${sizeText(file.bytes.length)}` : 'or drop one here'}</span>
  </div>`;
}
