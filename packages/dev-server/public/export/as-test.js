// A session as a test in TypeScript: what was sent is sent again, and what came has to come again.
import { headersOf, resolveUrl, subprotocolsOf } from '../session/connection-form.js';
import { messagesOf } from './messages.js';

/** @typedef {import('../session/frame.js').Frame} Frame */

/** A longer test would not be read. */
const MOST = 50;

/**
 * Returns the source of a test of the frames' messages, for node:test and @ws4ts/core.
 * @param {import('../session/connection-form.js').ConnectionForm} form
 * @param {Iterable<Frame>} frames
 * @param {'client' | 'server'} near Which side they were seen from.
 */
export function asTest(form, frames, near) {
  const byClient = near === 'client' ? 'sent' : 'received';
  const steps = [];
  for (const message of messagesOf(frames)) {
    const isSent = message.direction === byClient;
    if (steps.length === MOST || (isSent && !message.isWhole)) {
      const why = message.isWhole ? `${MOST} messages are enough` : 'not all was kept of what the client sent next';
      steps.push(`  // The rest is left out: ${why}.`);
      break;
    }
    steps.push(isSent ? `  client.send(${literal(message.payload)});` : expected(message));
  }
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '@ws4ts/core';

test(${JSON.stringify(`${new URL(resolveUrl(form)).pathname} answers as recorded`)}, async (t) => {
  const client = await connect(${options(form)});
  t.after(() => client.close());
${steps.join('\n')}
});
`;
}

/** @param {import('./messages.js').Message} message */
function expected({ payload, isWhole }) {
  if (!isWhole) return '  await client.receive(); // Not all of it was kept, to compare it with.';
  return `  assert.deepEqual((await client.receive()).data, ${literal(payload)});`;
}

/** @param {string | Uint8Array} payload */
function literal(payload) {
  if (typeof payload === 'string') return JSON.stringify(payload);
  const hex = Array.from(payload, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `Buffer.from('${hex}', 'hex')`;
}

/** @param {import('../session/connection-form.js').ConnectionForm} form */
function options(form) {
  const lines = [];
  const headers = headersOf(form);
  const subprotocols = subprotocolsOf(form);
  if (headers.length > 0) lines.push(`headers: ${JSON.stringify(Object.fromEntries(headers))}`);
  if (subprotocols.length > 0) lines.push(`subprotocols: ${JSON.stringify(subprotocols)}`);
  if (form.compression) lines.push('compression: true');
  if (form.insecure) lines.push('tls: { rejectUnauthorized: false }');
  const url = JSON.stringify(resolveUrl(form));
  return lines.length === 0 ? url : `${url}, { ${lines.join(', ')} }`;
}
