// The load generator's process: one load at a time, told by IPC what to do, answering each request once.
import type { LoadPlan } from '../plan/load-plan.js';
import { batchSize } from '../servers/contract.js';
import { buildBatch, buildPayload, type Batch, type Times } from './batch.js';
import { dialects } from './dialects.js';
import { BroadcastLoad } from './kinds/broadcast-load.js';
import { CompressedIdleLoad } from './kinds/compressed-idle-load.js';
import { DeflateLoad } from './kinds/deflate-load.js';
import { EchoLoad } from './kinds/echo-load.js';
import { IdleLoad } from './kinds/idle-load.js';
import type { Destination, Load } from './load.js';
import { PacedLoad } from './kinds/paced-load.js';
import { SetUpLoad } from './kinds/set-up-load.js';
import type { Run } from './tally.js';

export type LoadRequest =
  { act: 'open'; plan: LoadPlan; destination: Destination } | { act: 'run'; milliseconds: number } | { act: 'close' };
export type LoadReply = { done: Run | null } | { failed: string };

let current: Load | undefined;

function build(plan: LoadPlan, destination: Destination): Load {
  const batchFor = (path: string, { content, size }: Extract<LoadPlan, { size: number }>, times: Times): Batch =>
    buildBatch(
      content,
      dialects[destination.dialect].wrap(buildPayload(content, size), path),
      times,
      destination.sendsMasked,
    );
  const echo = (path: string, plan: Extract<LoadPlan, { size: number }>, times: Times): Load =>
    new EchoLoad(destination, path, plan.connections, batchFor(path, plan, times));
  switch (plan.kind) {
    case 'echo':
      return echo('/echo', plan, { sent: plan.pipelined, back: plan.pipelined });
    case 'enveloped':
      return echo('/enveloped', plan, { sent: plan.pipelined, back: plan.pipelined });
    case 'receive':
      return echo('/sink', plan, { sent: batchSize, back: 1 });
    case 'send':
      return echo('/source', plan, { sent: 1, back: batchSize });
    case 'paced':
      return new PacedLoad(destination, plan.connections, plan.rate, batchFor('/echo', plan, { sent: 1, back: 1 }));
    case 'deflate':
      return new DeflateLoad(destination, plan.connections, plan.pipelined);
    case 'broadcast':
      return new BroadcastLoad(
        destination,
        plan.connections,
        batchFor('/broadcast', plan, { sent: plan.burst, back: plan.burst }),
      );
    case 'set-up':
      return new SetUpLoad(destination, plan.parallel);
    case 'idle':
      return new IdleLoad(destination, plan.connections);
    case 'compressed-idle':
      return new CompressedIdleLoad(destination, plan.connections, plan.messages);
    case 'import':
      throw new Error('an import is no load');
  }
}

async function perform(request: LoadRequest): Promise<Run | null> {
  if (request.act === 'open') {
    current = build(request.plan, request.destination);
    await current.open();
  }
  if (request.act === 'run') return (await current?.run(request.milliseconds)) ?? null;
  if (request.act === 'close') current?.close();
  return null;
}

function reply(message: LoadReply): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => reply({ failed: error.message }));
process.on('message', (request: LoadRequest) => {
  perform(request).then(
    (done) => reply({ done }),
    (error: unknown) => reply({ failed: String(error) }),
  );
});
