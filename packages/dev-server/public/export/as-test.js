// A session as a test in TypeScript: what was sent is sent again, and what came has to come again.
import { headersOf, resolveUrl, subprotocolsOf } from '../session/connection-form.js';

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
  for (const frame of frames) {
    if (!isMessage(frame)) continue;
    if (steps.length === MOST) {
      steps.push(`  // What came after ${MOST} messages is left out.`);
      break;
    }
    steps.push(frame.direction === byClient ? `  client.send(${literal(frame.payload)});` : expected(frame.payload));
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

/** @param {Frame} frame */
function isMessage({ kind, final, isWhole }) {
  return (kind === 'text' || kind === 'binary') && final && isWhole !== false;
}

/** @param {string | Uint8Array} payload */
function expected(payload) {
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
  const url = JSON.stringify(resolveUrl(form));
  return lines.length === 0 ? url : `${url}, { ${lines.join(', ')} }`;
}
