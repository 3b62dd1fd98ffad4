// Draws a call tree as a flame graph: a box for each call, as wide as its share of the time, above the one that called it.
import { escapeXml } from '../report/chart.js';
import type { Call } from './call-tree.js';
import { areaOf } from './hot-spots.js';

const width = 1200;
const rowHeight = 17;
/** Narrower boxes are left out: nobody could see them. */
const narrowest = 0.7;
const letterWidth = 6.3;

/** An SVG of its own; a box tells its share when it is pointed at. */
export function drawFlameGraph(root: Call, title: string): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (call: Call, x: number, depth: number): void => {
    const size = (call.total / root.total) * width;
    if (size < narrowest) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(call, x, depth, size, root.total));
    let next = x;
    for (const child of [...call.calls.values()].toSorted((a, b) => b.total - a.total)) {
      draw(child, next, depth + 1);
      next += (child.total / root.total) * width;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * rowHeight + 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="10.5">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="6" y="18" font-size="14">${escapeXml(title)}</text>`,
    // Drawn downwards, turned so that the root is at the bottom.
    ...boxes.map((drawn) => drawn.replace(/ROW(\d+)\+(\d+)/g, (_, depth: string, more: string) => rowOf(depth, more))),
    '</svg>',
    '',
  ].join('\n');

  function rowOf(depth: string, more: string): string {
    return String(height - (Number(depth) + 1) * rowHeight - 4 + Number(more));
  }
}

function box(call: Call, x: number, depth: number, size: number, whole: number): string {
  const letters = Math.floor((size - 4) / letterWidth);
  const text = letters < 3 ? '' : escapeXml(call.name.slice(0, letters));
  const share = ((call.total / whole) * 100).toFixed(1);
  const at = x.toFixed(1);
  return (
    `<g><title>${escapeXml(`${call.name} ${call.url.split('/').slice(-2).join('/')}: ${share} %`)}</title>` +
    `<rect x="${at}" y="ROW${depth}+0" width="${Math.max(0.5, size - 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colourOf(call)}"/>` +
    `${text && `<text x="${(x + 3).toFixed(1)}" y="ROW${depth}+12">${text}</text>`}</g>`
  );
}

function colourOf(call: Call): string {
  const area = areaOf(call);
  if (area.startsWith('@ws4ts')) return '#ffa94d';
  if (area === "Node's JavaScript") return '#a5d8ff';
  if (area === 'garbage collection') return '#ffc9c9';
  return call.url === '' ? '#dee2e6' : '#d8f5a2';
}
