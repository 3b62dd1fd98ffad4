import { WebSocket } from 'ws';
import { Mailbox, type Connect } from './interop-client.js';

/** Connects npm's ws, which offers compression by default. */
export const connectWs: Connect = (url, { subprotocols, ca }) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...subprotocols], ca === undefined ? {} : { ca });
    const mailbox = new Mailbox();
    socket.on('message', (data: Buffer, isBinary) => mailbox.put(isBinary ? data : data.toString('utf8')));
    const whenClosed = new Promise<{ code: number; reason: string }>((closed) => {
      socket.on('close', (code, reason) => closed({ code, reason: reason.toString('utf8') }));
    });
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        subprotocol: socket.protocol,
        isCompressed: socket.extensions.includes('permessage-deflate'),
        whenClosed,
        send: (data) => socket.send(data),
        receive: () => mailbox.take(),
        close: (code, reason) => socket.close(code, reason),
        sendFragments: (parts) => {
          for (const [i, part] of parts.entries()) socket.send(part, { fin: i === parts.length - 1 });
        },
        ping: (payload) =>
          new Promise((ponged) => {
            socket.once('pong', (data) => ponged(data.toString('utf8')));
            socket.ping(payload);
          }),
      }),
    );
  });
