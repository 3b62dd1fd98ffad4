// Assertions in the domain's words.
import { expect } from '@jest/globals';
import {
  PROTOCOL_RULES,
  type HandshakeRule,
  type ProtocolRule,
  type UsageRule,
} from '../../src/vocabulary/error-codes.js';
import { HandshakeError, ProtocolError, UsageError } from '../../src/vocabulary/errors.js';
import { closeBody } from './frame.js';
import type { Side } from './side.js';

/** The side has failed by this rule, has told its peer with one close frame of this code, and is deaf from now on. */
export function expectFailure(side: Side, closeCode: number, rule: ProtocolRule): void {
  expect(side.told.at(-1)).toEqual(['failed', rule]);
  expect(side.failure).toBeInstanceOf(ProtocolError);
  expect(side.failure).toMatchObject({ code: rule, closeCode, section: PROTOCOL_RULES[rule][1] });
  expect(side.protocol.state).toBe('closed');
  expectCloseFrame(side, closeBody(closeCode, PROTOCOL_RULES[rule][2]));
  const before = side.told.length;
  side.receive(Buffer.from('8900', 'hex'), Buffer.from('898000000000', 'hex'));
  expect(side.told).toHaveLength(before);
  expect(side.sink.take()).toHaveLength(0);
}

/** The last frame that the side wrote is a close frame with this body, and the only one. */
export function expectCloseFrame(side: Side, body: Buffer): void {
  const frames = side.sink.takeFrames();
  expect(frames.at(-1)).toEqual({ final: true, rsv: 0, opcode: 8, masked: side.role === 'client', payload: body });
  expect(frames.filter(({ opcode }) => opcode === 8)).toHaveLength(1);
}

/** The call is the caller's own mistake. */
export function expectUsageError(call: () => unknown, rule: UsageRule): void {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ code: rule });
}

/** The call breaks a rule of the protocol. */
export function expectProtocolError(call: () => unknown, rule: ProtocolRule): void {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ code: rule });
}

/** The handshake is refused; returns the refusal. */
export function expectRefusal(call: () => unknown, status: number, rule: HandshakeRule): HandshakeError {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(HandshakeError);
  expect(error).toMatchObject({ status, code: rule });
  return error as HandshakeError;
}

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
