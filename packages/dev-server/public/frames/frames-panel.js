// The timeline and the frame that is looked at, as one panel; below them what is given as children.
import { useRef } from 'preact/hooks';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { FrameDetails } from './frame-details.js';
import { TimelineToolbar } from './timeline-toolbar.js';
import { Timeline } from './timeline.js';

/**
 * @param {{
 *   log: import('../session/frame-log.js').FrameLog, id: string,
 *   onResend?: (payload: string | Uint8Array) => void, children?: unknown,
 * }} props
 */
export function FramesPanel({ log, id, onResend, children }) {
  const selected = useStore(log.selected);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const frame = selected === null ? undefined : log.ring.get(selected);
  const close = () => {
    log.selected.set(null);
    /** @type {HTMLElement | null | undefined} */ (root.current?.querySelector('.rows'))?.focus();
  };
  // It may stand over the composer, where the payload is now.
  const resend = (/** @type {string | Uint8Array} */ payload) => {
    log.selected.set(null);
    onResend?.(payload);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && frame) close();
  };
  return html`<div class="frames-panel" ref=${root} onKeyDown=${onKeyDown}>
    <${TimelineToolbar} log=${log} />
    <div class=${`frames ${frame ? 'with-details' : ''}`}>
      <div class="timeline"><${Timeline} log=${log} id=${id} /></div>
      ${frame && html`<${FrameDetails} frame=${frame} log=${log} onClose=${close} onResend=${onResend && resend} />`}
    </div>
    ${children}
  </div>`;
}
