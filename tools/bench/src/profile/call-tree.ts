// Turns V8's CPU profile into a tree of calls: the same function called from the same place is one branch.

export interface CpuProfile {
  nodes: readonly {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: readonly number[];
  }[];
  /** Which node was on top at each sample. */
  samples: readonly number[];
  /** Microseconds from the sample before to each. */
  timeDeltas: readonly number[];
}

export interface Call {
  name: string;
  /** The file as a URL, a name of Node's own ("node:net"), or nothing for native code. */
  url: string;
  /** Microseconds in the function itself, and in it and all that it called. */
  self: number;
  total: number;
  calls: Map<string, Call>;
}

/** The root stands for the whole time but that in which the process did nothing, or began to profile. */
export function buildCallTree({ nodes, samples, timeDeltas }: CpuProfile): Call {
  const selfTimes = new Map<number, number>();
  samples.forEach((id, index) => selfTimes.set(id, (selfTimes.get(id) ?? 0) + Math.max(0, timeDeltas[index] ?? 0)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const add = (id: number, into: Call): void => {
    const node = byId.get(id);
    if (!node) return;
    const { functionName, url } = node.callFrame;
    if (functionName === '(idle)' || url === 'node:inspector') return;
    const name = functionName || '(anonymous)';
    const key = `${name} ${url}`;
    let call = into.calls.get(key);
    if (!call) into.calls.set(key, (call = { name, url, self: 0, total: 0, calls: new Map() }));
    call.self += selfTimes.get(id) ?? 0;
    for (const child of node.children ?? []) add(child, call);
  };
  const root: Call = { name: 'all', url: '', self: 0, total: 0, calls: new Map() };
  for (const child of nodes[0]?.children ?? []) add(child, root);
  sumUp(root);
  return root;
}

function sumUp(call: Call): number {
  call.total = call.self;
  for (const child of call.calls.values()) call.total += sumUp(child);
  return call.total;
}
