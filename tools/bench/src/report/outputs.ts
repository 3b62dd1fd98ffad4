// Writes how large compressed answers are: cheap compression is no gain when it sends much more.
import type { Summary } from './summary.js';
import { align, formatRatio } from './table.js';

/** A table below the first one; nothing when nothing was compressed. */
export function formatOutputs(summaries: readonly Summary[]): string {
  const compressed = summaries.filter(({ output }) => output !== null);
  if (compressed.length === 0) return '';
  const names = [...new Set(compressed.map(({ server }) => server))];
  const rows = [...new Set(compressed.map(({ workload }) => workload))].map((workload) => [
    workload,
    ...names.map((name) => {
      const output = compressed.find((each) => each.workload === workload && each.server === name)?.output;
      return output ? `${output.bytes.toFixed(0)} B  ${formatRatio(output.ratio).trim()}` : '-';
    }),
  ]);
  const head = ['compressed answers', ...names.map((name) => `${name}: on the wire, ratio`)];
  return (
    `\n${align([head, ...rows])}\n\n` +
    'ratio: to what zlib sends for the same messages at level 6, with a window of 32 KiB and takeover\n'
  );
}
