// Writes the summaries as tables: a line for each workload, a column for each server.
import { costsMemory } from '../plan/load-plan.js';
import type { Summary } from './summary.js';
import type { Workload } from '../plan/workloads.js';

/** A server that is less busy than this waits for the load, and its rate is marked. */
const waiting = 0.9;

/** Of costs, rates and latencies one each; none of those that nothing was measured for. */
export function formatTables(workloads: readonly Workload[], summaries: readonly Summary[], yardstick: string): string {
  const costOf = (workload: Workload, { server, cost, ratio }: Summary): string =>
    server === yardstick ? formatCost(workload, cost).trim() : formatRatio(ratio).trim();
  const tables = [
    tableOf('cost', workloads, summaries, costOf),
    tableOf('a second', workloads, summaries, (_, { speed }) =>
      speed ? `${speed.busy < waiting ? '~' : ''}${formatRate(speed.rate)}` : '-',
    ),
    tableOf('p50/p99 in ms', workloads, summaries, (_, { speed }) =>
      speed ? `${formatTime(speed.p50)}/${formatTime(speed.p99)}` : '-',
    ),
  ];
  return tables.filter((table) => table !== '').join('\n\n');
}

function tableOf(
  title: string,
  workloads: readonly Workload[],
  summaries: readonly Summary[],
  cell: (workload: Workload, summary: Summary) => string,
): string {
  const names = [...new Set(summaries.map(({ server }) => server))];
  const rows = workloads.map((workload) => [
    `${workload.name} (per ${workload.per})`,
    ...names.map((name) => {
      const summary = summaries.find((each) => each.workload === workload.name && each.server === name);
      return summary ? cell(workload, summary) : '-';
    }),
  ]);
  const measured = rows.filter((row) => row.slice(1).some((text) => text !== '-'));
  return measured.length === 0 ? '' : align([[title, ...names], ...measured]);
}

export function formatCost({ plan }: Workload, cost: number): string {
  if (costsMemory(plan)) return `${(cost / 1000).toFixed(2)} kB`;
  return cost >= 10_000 ? `${(cost / 1000).toFixed(1)} ms` : `${formatMicroseconds(cost)} µs`.padStart(7);
}

function formatMicroseconds(cost: number): string {
  return cost >= 100 ? cost.toFixed(0) : cost.toPrecision(3);
}

export function formatRatio(ratio: number): string {
  return ratio.toFixed(ratio < 0.1 ? 3 : 2).padEnd(5);
}

function formatRate(rate: number): string {
  if (rate >= 1e6) return `${(rate / 1e6).toFixed(2)}M`;
  if (rate >= 1e5) return `${(rate / 1e3).toFixed(0)}k`;
  return rate >= 1e3 ? `${(rate / 1e3).toFixed(1)}k` : rate.toFixed(0);
}

function formatTime(milliseconds: number): string {
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(2);
}

/** Sets the rows below their heads, so that a page of Markdown takes them as a table too. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(' | ')
      .trimEnd();
  const [head, ...body] = rows.map(line);
  return [head, widths.map((width) => '-'.repeat(width)).join('-|-'), ...body].join('\n');
}
