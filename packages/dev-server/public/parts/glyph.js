// The page's pictures: lines on a grid of 16.
import { html } from './html.js';

const paths = /** @type {Readonly<Record<string, string>>} */ ({
  plug: 'M6 2v3M10 2v3M4.5 5h7v2.5a3.5 3.5 0 0 1-7 0zM8 11v3',
  server: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  split: 'M2.5 3h11v10h-11zM8 3v10',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  moon: 'M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7z',
  half: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12M8 5h4M8 8h6M8 11h4',
  help: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.3 6.2A1.8 1.8 0 1 1 8 8.3v.7M8 11.3h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 13.5 13.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9l7.5-4.5z',
  clear: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6',
  export: 'M8 2.5v7.5M5 7l3 3 3-3M3 12.5h10',
  import: 'M8 10V2.5M5 5.5l3-3 3 3M3 12.5h10',
  link: 'M6.5 9.5l3-3M7 5l1.5-1.5a2.5 2.5 0 0 1 3.5 0 2.5 2.5 0 0 1 0 3.5L10.5 8.5M9 11l-1.5 1.5a2.5 2.5 0 0 1-3.5 0 2.5 2.5 0 0 1 0-3.5L5.5 7.5',
  terminal: 'M2 3h12v10H2zM4.8 6.2 6.8 8l-2 1.8M8.5 10h2.7',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  send: 'M8 13V3M4 7l4-4 4 4',
  up: 'M8 12.5v-9M4.5 7 8 3.5 11.5 7',
  down: 'M8 3.5v9M4.5 9 8 12.5 11.5 9',
  dot: 'M8 7.5h.01',
  chevron: 'M5 6.5l3 3 3-3',
  repeat: 'M3 7V6a2 2 0 0 1 2-2h7.5M10.5 2l2 2-2 2M13 9v1a2 2 0 0 1-2 2H3.5M5.5 14l-2-2 2-2',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3l2 1.5',
  star: 'M8 2.5l1.7 3.5 3.8.5-2.8 2.7.7 3.8L8 11.2 4.6 13l.7-3.8L2.5 6.5 6.3 6z',
  braces:
    'M6 2.5H5A1.5 1.5 0 0 0 3.5 4v2.5L2.5 8l1 1.5V12A1.5 1.5 0 0 0 5 13.5h1M10 2.5h1A1.5 1.5 0 0 1 12.5 4v2.5l1 1.5-1 1.5V12a1.5 1.5 0 0 1-1.5 1.5h-1',
  record: 'M8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  edit: 'M3 13l.5-2.5L10.5 3.5l2 2L5.5 12.5zM9 5l2 2',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4',
  warn: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3h.01',
  rooms: 'M3 13V5l5-2.5L13 5v8M6.5 13V9.5h3V13M2 13h12',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  back: 'M9.5 3.5 5 8l4.5 4.5M5 8h8',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  ping: 'M2 8h3l1.5-4 3 8L11 8h3',
});

/**
 * A picture beside a word, or in a button that has a label.
 * @param {{ name: string }} props
 */
export function Glyph({ name }) {
  return html`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true"><path d=${paths[name]} /></svg>`;
}
