// What a session needs of a connection, whoever makes it.

/** @typedef {import('../../src/relay/handshake-report.js').HandshakeReport} HandshakeReport */
/** @typedef {import('../../src/relay/handshake-report.js').Refusal} Refusal */
/** @typedef {import('../session/frame.js').FrameContent} FrameContent */

/**
 * @typedef {object} Transport
 * @property {boolean} canPing Whether pings, raw frames and chaos are possible: a browser's own socket has none of them.
 * @property {(parts: readonly (string | Uint8Array)[]) => void} send Several parts are the fragments of one message.
 * @property {(payload?: string) => void} ping
 * @property {(firstByte: number, payload: string | Uint8Array, masked: boolean) => void} sendFrame
 * @property {(bytes: Uint8Array) => void} sendBytes
 * @property {(code?: number, reason?: string) => void} close
 * @property {() => void} terminate
 * @property {(chaos: Partial<import('../../src/chaos/chaos-settings.js').ChaosSettings>) => void} setChaos
 */

/**
 * @typedef {object} TransportHandler
 * @property {(handshake: Partial<HandshakeReport>) => void} opened
 * @property {(handshake: Partial<HandshakeReport>, refusal: Refusal) => void} refused Nothing comes after it.
 * @property {(frames: readonly FrameContent[], skipped: number) => void} frames
 * @property {(code: number, reason: string, error?: string, time?: number) => void} closed Nothing comes after it. `error` is
 *   what the network or the protocol complained about, `time` is when, on the clock of the frames.
 */

export {};
