// A button and the panel that it opens. Escape, a click elsewhere, or a choice closes it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Glyph } from './glyph.js';
import { html } from './html.js';

/**
 * @param {{
 *   label: string, glyph?: string, text?: string, place?: string, disabled?: boolean,
 *   children: (close: () => void) => unknown,
 * }} props The label is the button's name; `text` is what is chosen, and shown.
 */
export function Menu({ label, glyph, text, place = '', disabled = false, children }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (/** @type {PointerEvent} */ event) => {
      if (!root.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    close();
  };
  return html`<div class=${`menu ${place}`} ref=${root} onKeyDown=${onKeyDown}>
    <button
      ref=${button}
      type="button"
      class=${`button plain ${text ? '' : 'icon'}`}
      aria-label=${text ? `${label}: ${text}` : label}
      title=${text ? `${label}: ${text}` : label}
      aria-expanded=${isOpen}
      disabled=${disabled}
      onClick=${() => setOpen(!isOpen)}
    >
      ${glyph && html`<${Glyph} name=${glyph} />`}
      ${text && html`<span class="clipped">${text}</span><${Glyph} name="chevron" />`}
    </button>
    ${isOpen && html`<div class="menu-panel" role="group" aria-label=${label}>${children(close)}</div>`}
  </div>`;
}
