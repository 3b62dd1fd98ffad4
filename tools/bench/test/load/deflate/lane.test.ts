import type { Client } from '../../../src/load/client.js';
import { DeflateLane, exchange } from '../../../src/load/deflate/lane.js';
import { buildMessages } from '../../../src/load/deflate/messages.js';
import { buildSequence, type DeflateSequence } from '../../../src/load/deflate/sequence.js';
import { opcodes, plainFrame } from '../../../src/load/frame.js';
import { unmask } from './unmask.js';

const texts = buildMessages(64);
let sequence: DeflateSequence;

beforeAll(async () => {
  sequence = await buildSequence(texts, 8, 15);
});

/** The answer of a server that sends back the payloads as they are: both sides may refer to the same bytes. */
function answerTo(sent: Buffer): Buffer {
  return Buffer.concat(unmask(sent).map((payload) => plainFrame(opcodes.compressedText, payload)));
}

function answerOf(batch: number): Buffer {
  return answerTo(sequence.batches[batch]!.sent);
}

function laneTo(write: (sent: Buffer, client: Pick<Client, 'received'>) => void): DeflateLane {
  const client = { received: () => {}, write: (sent: Buffer) => write(sent, client) };
  return new DeflateLane(client as unknown as Client, sequence);
}

function echoingLane(): DeflateLane {
  return laneTo((sent, client) => {
    const answer = answerTo(sent);
    queueMicrotask(() => client.received(answer, answer.length));
  });
}

/** A lane whose batch of a number is under way, all before it having been answered. */
function laneWaitingFor(batch: number): DeflateLane {
  const lane = laneTo(() => {});
  for (let before = 0; before < batch; before++) {
    lane.send();
    expect(lane.take(answerOf(before), answerOf(before).length)).toBe(true);
  }
  lane.send();
  return lane;
}

test('batches go out in turn, over and over, and the first answers are inflated', async () => {
  const lane = echoingLane();
  let batches = 0;
  const again = (): boolean => {
    batches++;
    expect(lane.verified).toBe(batches >= 2);
    return batches < 20;
  };
  await exchange([lane], again);
  expect(batches).toBe(20);
});

test('the exchange ends when all lanes have', async () => {
  const lanes = [echoingLane(), echoingLane(), echoingLane()];
  let batches = 0;
  await exchange(lanes, () => ++batches < 10);
  expect(batches).toBe(12);
});

test('the output is what came, beside what zlib sends for the same messages', async () => {
  const lane = echoingLane();
  let batches = 0;
  await exchange([lane], () => ++batches < 8);
  expect(lane.bytes).toBe(lane.referenceBytes);
  await exchange([lane], () => ++batches < 10);
  const { first, later } = sequence.reference;
  expect(lane.referenceBytes).toBe([...first, later[0]!, later[1]!].reduce((sum, bytes) => sum + bytes));
});

test('an answer that does not inflate to what was sent is an error', () => {
  const wrong = plainFrame(opcodes.compressedText, Buffer.from([0x00]));
  expect(() => laneWaitingFor(0).take(wrong, wrong.length)).toThrow('answer 1 is not what was sent');
  const other = answerOf(0);
  expect(() => laneWaitingFor(1).take(other, other.length)).toThrow('answer 9 is not what was sent');
});

test('a batch is complete with its last byte', () => {
  const lane = laneWaitingFor(0);
  const answer = answerOf(0);
  expect(lane.take(answer, answer.length - 1)).toBe(false);
  expect(lane.take(answer.subarray(-1), 1)).toBe(true);
});

test.each([
  ['an answer too many', plainFrame(opcodes.compressedText, Buffer.from('abc'))],
  ['a byte too many', Buffer.from([0xc1])],
])('%s is an error', (_, extra) => {
  const answer = Buffer.concat([answerOf(2), extra]);
  expect(() => laneWaitingFor(2).take(answer, answer.length)).toThrow('more came back than was due');
});
