// Draws the ratios as a picture: a line for each workload, a dot on it for each server, on a logarithmic scale.
import type { Summary } from './summary.js';

const palette = [
  '#111111',
  '#d6336c',
  '#1971c2',
  '#e8590c',
  '#2f9e44',
  '#9c36b5',
  '#868e96',
  '#0c8599',
  '#f08c00',
  '#5c940d',
  '#e599f7',
  '#74c0fc',
  '#a52a2a',
];
const left = 330;
const width = 980;
const rowHeight = 26;
const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4];

/** An SVG of its own, with a white ground so that it can be read on a dark page too. */
export function drawChart(summaries: readonly Summary[], yardstick: string, subject: string): string {
  const others = summaries.filter(({ ratio }) => Number.isFinite(ratio));
  const workloads = [...new Set(others.map(({ workload }) => workload))];
  const servers = [...new Set(others.map(({ server }) => server))];
  const colours = new Map(servers.map((server, index) => [server, palette[index % palette.length]!]));
  const top = 60 + 20 * Math.ceil(servers.length / 5);
  const height = top + rowHeight * workloads.length + 20;
  const dots = others
    .filter(({ server }) => server !== yardstick)
    // The subject is drawn last, on top of the others.
    .toSorted((a, b) => Number(a.server === subject) - Number(b.server === subject))
    .map(({ workload, server, ratio }) => {
      const y = top + rowHeight * (workloads.indexOf(workload) + 0.5);
      const radius = server === subject ? 7 : 4.5;
      return `<circle cx="${across(ratio)}" cy="${y}" r="${radius}" fill="${colours.get(server)}"><title>${escapeXml(`${workload}, ${server}: ${ratio.toPrecision(2)}`)}</title></circle>`;
    });
  const lines = workloads.map((workload, index) => {
    const y = top + rowHeight * (index + 0.5);
    return `<text x="${left - 10}" y="${y + 4}" text-anchor="end">${escapeXml(workload)}</text><path d="M${left} ${y}H${width - 20}" stroke="#eee"/>`;
  });
  const scale = ticks.map(
    (tick) =>
      `<path d="M${across(tick)} ${top}V${height - 20}" stroke="${tick === 1 ? '#111' : '#ddd'}"/>` +
      `<text x="${across(tick)}" y="${top - 6}" text-anchor="middle">${tick}</text>`,
  );
  const legend = servers.map((server, index) => {
    const x = 20 + (index % 5) * 190;
    const y = 48 + 20 * Math.floor(index / 5);
    return `<circle cx="${x}" cy="${y - 4}" r="5" fill="${colours.get(server)}"/><text x="${x + 10}" y="${y}">${escapeXml(server)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="24" font-size="15">Server CPU time a unit, as a ratio to ${escapeXml(yardstick)}: further left is cheaper</text>`,
    ...legend,
    ...scale,
    ...lines,
    ...dots,
    '</svg>',
    '',
  ].join('\n');
}

function across(ratio: number): number {
  const [first = 0.01, last = 4] = [ticks[0], ticks.at(-1)];
  const inside = Math.min(last, Math.max(first, ratio));
  const share = Math.log(inside / first) / Math.log(last / first);
  return Math.round((left + share * (width - 40 - left)) * 10) / 10;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
