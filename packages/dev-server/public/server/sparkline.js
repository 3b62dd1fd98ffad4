// A small chart of one amount over the last minutes: a line and what is below it, no axes.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { html } from '../parts/html.js';

const HEIGHT = 34;

/** Seconds from the left edge to the right one. */
const SHOWN = 60;

/**
 * @param {{ times: readonly number[], values: readonly number[], label: string }} props Times in seconds, ascending.
 */
export function Sparkline({ times, values, label }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(options(element), [[], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData([[...times], [...values]]), [times.at(-1), values.length]);
  return html`<div class="sparkline" ref=${place} role="img" aria-label=${label}></div>`;
}

/**
 * @param {HTMLElement} element Its color is the line's.
 * @returns {uPlot.Options}
 */
function options(element) {
  const color = (/** @type {number} */ opacity) =>
    getComputedStyle(element).color.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);
  return {
    width: Math.max(1, element.clientWidth),
    height: HEIGHT,
    padding: [3, 0, 1, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: (_, __, newest) => [(newest ?? 0) - SHOWN, newest ?? 0] },
      y: { range: (_, __, highest) => [0, Math.max(1, (highest ?? 1) * 1.25)] },
    },
    series: [{}, { stroke: () => color(1), fill: () => color(0.13), width: 1.5, points: { show: false } }],
  };
}
