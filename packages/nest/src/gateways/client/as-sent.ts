// What gateways may send, as they send it by `ws`, and what it is here.
import type { Data, DataParts } from '@ws4ts/core';

/** What `send` of a gateway's client takes in one piece: as by `ws`, numbers go as text, and nothing as an empty message. */
export type Sendable = Data | Blob | number | null | undefined;

/** A message of the kind that was asked for, text or binary; of the kind of its data when none was. */
export function asSent(data: Exclude<Sendable, Blob> | DataParts, binary: boolean | undefined): Data | DataParts {
  const given = typeof data === 'number' ? String(data) : (data ?? '');
  if (binary === true && typeof given === 'string') return Buffer.from(given);
  if (binary === false && ArrayBuffer.isView(given)) {
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString();
  }
  if (binary === false && given instanceof ArrayBuffer) return Buffer.from(given).toString();
  return given;
}
