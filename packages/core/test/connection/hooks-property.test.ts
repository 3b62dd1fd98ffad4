import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { turns } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, PING, PONG, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, type Acts } from '../support-connection/recorder.js';

/** What the peer does next; a cut is where a piece of bytes ends. */
type Step = 'message' | 'ping' | 'pong' | 'cut';
/** How long a hook takes: not at all, some microtasks, or some turns of the event loop. */
type Pace = { readonly microtasks: number; readonly turns: number } | undefined;

const steps = fc.array(fc.constantFrom<Step>('message', 'message', 'ping', 'pong', 'cut'), { maxLength: 30 });
const paces = fc.infiniteStream(
  fc.option(fc.record({ microtasks: fc.nat(3), turns: fc.nat(2) }), { nil: undefined, freq: 2 }),
);
const endings = fc.constantFrom('close', 'fin', 'ours' as const);

function paced(pace: Iterator<Pace>): Acts {
  const act = (): Promise<void> | undefined => {
    const next = pace.next().value as Pace;
    return next && take(next);
  };
  return { opened: act, receivedMessage: act, ponged: act, closed: act };
}

async function take(pace: NonNullable<Pace>): Promise<void> {
  for (let i = 0; i < pace.microtasks; i++) await Promise.resolve();
  if (pace.turns > 0) await turns(pace.turns);
}

const FIRST = { message: TEXT, ping: PING, pong: PONG } as const;

/** The frames of a plan in pieces, and the lines and pongs that have to come of them. */
function planned(plan: readonly Step[]): { pieces: Buffer[]; lines: string[]; pings: string[] } {
  const lines: string[] = [];
  const pings: string[] = [];
  const pieces: Buffer[][] = [[]];
  for (const [i, step] of plan.entries()) {
    if (step === 'cut') {
      pieces.push([]);
      continue;
    }
    pieces.at(-1)!.push(clientFrame(FIRST[step], String(i)));
    if (step === 'ping') pings.push(String(i));
    else lines.push(`${step === 'message' ? 'message' : 'ponged'} ${i}`);
  }
  return { pieces: pieces.map((frames) => Buffer.concat(frames)), lines, pings };
}

describe('hooks of one socket', () => {
  it('never overlap, keep the order and lose nothing, whatever their pace', async () => {
    await fc.assert(
      fc.asyncProperty(steps, paces, endings, async (plan, pace, ending) => {
        const socket = new Recorder(paced(pace));
        const { pieces, lines, pings } = planned(plan);
        const { peer } = withRawPeer(socket, { head: pieces[0]! });
        for (const piece of pieces.slice(1)) {
          peer.write(piece);
          await turns(1);
        }
        const pongs = await peer.frames(pings.length);
        if (ending === 'ours') {
          await socket.received(lines.filter((line) => line.startsWith('message')).length);
          socket.close(1000);
          await peer.frame();
        }
        if (ending !== 'fin') peer.write(clientFrame(CLOSE, closePayload(1000)));
        peer.stream.end();
        await socket.whenClosed;
        expect(pongs.map((frame) => frame.payload.toString())).toEqual(pings);
        expect(socket.story).toEqual(['opened', ...lines, `closed ${ending === 'fin' ? 1006 : 1000}`]);
      }),
      { numRuns: 150 },
    );
  });
});
