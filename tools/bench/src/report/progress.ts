// Shows how far a run is: one line that rewrites itself on a terminal, a line for each measurement elsewhere.
import type { Measurement, Watcher } from '../measure/rounds.js';
import type { ServerRow } from '../plan/server-table.js';
import { formatCost } from './table.js';
import type { Workload } from '../plan/workloads.js';

export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class Progress implements Watcher {
  #done = 0;

  constructor(
    readonly screen: Screen,
    readonly total: number,
  ) {}

  begin(workload: Workload, server: ServerRow, round: number): void {
    if (!this.screen.isTTY) return;
    const text = `${this.#done + 1}/${this.total}  round ${round}  ${workload.name}  ${server.name}`;
    this.screen.write(`\r\x1b[K${text.slice(0, (this.screen.columns ?? 80) - 1)}`);
  }

  end(workload: Workload, { server, round, cost }: Measurement): void {
    this.#done++;
    if (!this.screen.isTTY) {
      const count = `${this.#done}/${this.total}`;
      this.screen.write(
        `${count}  round ${round}  ${workload.name}  ${server}  ${formatCost(workload, cost).trim()}\n`,
      );
    } else if (this.#done === this.total) this.clear();
  }

  /** Leaves a clean line behind. */
  clear(): void {
    if (this.screen.isTTY) this.screen.write('\r\x1b[K');
  }
}
