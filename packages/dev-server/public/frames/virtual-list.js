// A list of any length that renders only the rows in sight. It stays at the end while the user is there.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';

/** Rows beyond the edges, so that a fast wheel finds them ready. */
const BEYOND = 8;

/**
 * @param {{
 *   length: number, rowHeight: number, label: string, active: number | null,
 *   render: (row: number) => unknown, activeId?: string, follows: boolean,
 *   onFollow: (follows: boolean) => void, onKeyDown: (event: KeyboardEvent) => void,
 * }} props `active` is the row to keep in sight when it changes.
 */
export function VirtualList({ length, rowHeight, label, active, activeId, render, follows, onFollow, onKeyDown }) {
  const scroller = useRef(/** @type {HTMLElement | null} */ (null));
  const lastTop = useRef(0);
  const [place, setPlace] = useState({ top: 0, height: 600 });
  const first = Math.max(0, Math.floor(place.top / rowHeight) - BEYOND);
  const end = Math.min(length, Math.ceil((place.top + place.height) / rowHeight) + BEYOND);

  const measure = () => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop: top, clientHeight: height } = element;
    setPlace((before) => (before.top === top && before.height === height ? before : { top, height }));
  };
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight;
    // Rows that were added since are no sign that the user went away from the end; a way upwards is.
    if (isAtEnd || element.scrollTop < lastTop.current) onFollow(isAtEnd);
    lastTop.current = element.scrollTop;
    measure();
  };

  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follows && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
    measure();
  }, [length, follows]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || active === null) return;
    const [top, bottom] = [active * rowHeight, (active + 1) * rowHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }, [active]);

  const rows = [];
  for (let row = first; row < end; row++) rows.push(render(row));
  return html`<div
    class="rows"
    ref=${scroller}
    role="listbox"
    aria-label=${label}
    aria-activedescendant=${activeId}
    tabindex="0"
    onScroll=${onScroll}
    onKeyDown=${onKeyDown}
  >
    <div class="rows-all" role="presentation" style=${{ height: `${length * rowHeight}px` }}>
      <div class="rows-seen" role="presentation" style=${{ transform: `translateY(${first * rowHeight}px)` }}>
        ${rows}
      </div>
    </div>
  </div>`;
}
