// What tests of an application need.
export { pair, type Pair, type PairOptions } from './testing/pair.js';
export { connectInMemory, type MemoryClientOptions } from './testing/connect-in-memory.js';
