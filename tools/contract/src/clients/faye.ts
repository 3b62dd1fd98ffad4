import faye from 'faye-websocket';
import { Mailbox, type Connect } from './interop-client.js';

/** Connects the client of npm's faye-websocket. */
export const connectFaye: Connect = (url, { subprotocols, ca }) =>
  new Promise((resolve, reject) => {
    const socket = new faye.Client(url, subprotocols, ca === undefined ? {} : { ca });
    const mailbox = new Mailbox();
    socket.addEventListener('message', ({ data }) => mailbox.put(data));
    const whenClosed = new Promise<{ code: number; reason: string }>((closed) => {
      socket.addEventListener('close', ({ code, reason }) => closed({ code, reason }));
    });
    socket.addEventListener('error', ({ message }) => reject(new Error(message)));
    socket.addEventListener('open', () =>
      resolve({
        subprotocol: socket.protocol,
        isCompressed: false,
        whenClosed,
        send: (data) => void socket.send(data),
        receive: () => mailbox.take(),
        close: (code, reason) => socket.close(code, reason),
        ping: (payload) => new Promise((ponged) => void socket.ping(payload, () => ponged(payload))),
      }),
    );
  });
