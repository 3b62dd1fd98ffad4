// What tests of the Outbox write to, and how they see what was written.
import { jest } from '@jest/globals';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Outbox, OutboxListener } from '../../src/connection/outbox.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { connectedSockets } from './establish.js';

/** A listener that does not want to know. */
export const NOBODY: OutboxListener = { outboxBlocked: () => undefined };

/** Puts bytes in as the frame writer does. */
export function put(outbox: Outbox, bytes: string | Uint8Array): void {
  const given = Buffer.from(bytes as string);
  const room = outbox.reserve(given.length + 10);
  room.set(given, outbox.at);
  outbox.commit(given.length);
}

/** What a stream was given, call by call, copied when it was. */
export function spyOnWrites(stream: Socket | MemorySocket): { readonly texts: string[]; readonly buffers: Buffer[] } {
  const texts: string[] = [];
  const buffers: Buffer[] = [];
  const write = stream.write.bind(stream) as (bytes: Buffer, done?: () => void) => boolean;
  jest.spyOn(stream as Duplex, 'write').mockImplementation(((bytes: Buffer, done?: () => void) => {
    texts.push(bytes.toString('latin1'));
    buffers.push(bytes);
    return write(bytes, done);
  }) as Duplex['write']);
  return { texts, buffers };
}

/** The two sorts of streams with their far ends: through the kernel and in memory. */
export async function both(): Promise<{ stream: Socket | MemorySocket; far: Socket | MemorySocket }[]> {
  const [far, stream] = await connectedSockets();
  const [memoryFar, memory] = MemorySocket.pair();
  return [
    { stream, far },
    { stream: memory, far: memoryFar },
  ];
}
