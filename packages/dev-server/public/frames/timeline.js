// Frames, one a line: the newest at the end, chosen by a click or by the arrow keys.
import { useState } from 'preact/hooks';
import { EmptyState } from '../parts/empty-state.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { FrameRow } from './frame-row.js';
import { VirtualList } from './virtual-list.js';

/** @typedef {import('../session/frame-log.js').FrameLog} FrameLog */

const ROW_HEIGHT = 26;
const steps = /** @type {Readonly<Record<string, number>>} */ ({
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -20,
  PageDown: 20,
  Home: -Infinity,
  End: Infinity,
});

/** @param {{ log: FrameLog, id: string }} props */
export function Timeline({ log, id }) {
  useStore(log.changes);
  const selected = useStore(log.selected);
  const [follows, setFollows] = useState(true);
  const { view, ring } = log;
  const { length } = view;
  if (length === 0) return html`<div class="rows">${whenEmpty(log)}</div>`;

  const isShown = selected !== null && ring.get(selected) !== undefined;
  const active = isShown ? Math.min(length - 1, Math.max(0, view.rowOf(selected))) : null;
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = active ?? (step > 0 ? -1 : length);
    const row = Math.min(length - 1, Math.max(0, from + step));
    log.selected.set(view.idAt(row));
  };
  return html`<div class="columns" aria-hidden="true">
      <span class="time">Time</span><span class="delta">Delta</span><span class="way"></span
      ><span class="kind">Opcode</span> <span class="preview">Payload</span><span class="flags"></span
      ><span class="size">Length</span><span class="wire">Wire</span>
    </div>
    <${VirtualList}
      length=${length}
      rowHeight=${ROW_HEIGHT}
      label="Frames"
      active=${active}
      activeId=${active === null ? undefined : `${id}-frame-${selected}`}
      follows=${follows && !view.isPaused && selected === null}
      onFollow=${setFollows}
      onKeyDown=${onKeyDown}
      render=${(/** @type {number} */ row) => {
        const frame = ring.get(view.idAt(row));
        if (!frame) return null;
        return html`<${FrameRow}
          id=${`${id}-frame-${frame.id}`}
          frame=${frame}
          delta=${log.deltaOf(frame)}
          row=${row}
          length=${length}
          isSelected=${frame.id === selected}
          onSelect=${(/** @type {number} */ each) => log.selected.set(each === log.selected.value ? null : each)}
        />`;
      }}
    />`;
}

/** @param {FrameLog} log */
function whenEmpty({ ring, view, nothing }) {
  if (ring.size > 0) {
    return html`<${EmptyState} glyph="search" title="No frame matches">
      ${ring.size} ${ring.size === 1 ? 'line is' : 'lines are'} hidden by the filter above.
    <//>`;
  }
  return html`<${EmptyState} glyph="ping" title=${nothing.title}>
    ${view.isPaused ? 'The timeline is paused.' : nothing.hint}
  <//>`;
}
