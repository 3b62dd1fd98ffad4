import { Agent, WebSocket } from 'undici';
import { Mailbox, type Connect } from './interop-client.js';

/** Connects the WebSocket of undici, which is Node's own from 22 on. */
export const connectUndici: Connect = (url, { subprotocols, ca }) =>
  new Promise((resolve, reject) => {
    const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
    const socket = new WebSocket(url, { protocols: [...subprotocols], dispatcher });
    socket.binaryType = 'arraybuffer';
    const mailbox = new Mailbox();
    socket.addEventListener('message', ({ data }: { data: string | ArrayBuffer }) =>
      mailbox.put(typeof data === 'string' ? data : Buffer.from(data)),
    );
    const whenClosed = new Promise<{ code: number; reason: string }>((closed) => {
      socket.addEventListener('close', ({ code, reason }) => {
        void dispatcher.destroy();
        closed({ code, reason });
      });
    });
    socket.addEventListener('error', ({ error }) => reject(error as Error));
    socket.addEventListener('open', () =>
      resolve({
        subprotocol: socket.protocol,
        isCompressed: socket.extensions.includes('permessage-deflate'),
        whenClosed,
        send: (data) => socket.send(data),
        receive: () => mailbox.take(),
        close: (code, reason) => socket.close(code, reason),
      }),
    );
  });
