// A session as a command for the terminal.
import { headersOf, resolveUrl, subprotocolsOf } from '../session/connection-form.js';
import { textOf } from '../session/frame.js';

/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */

/**
 * Returns the command that connects as the form does; with a frame, it sends that frame's text and shows one answer.
 * @param {ConnectionForm} form
 * @param {import('../session/frame.js').Frame} [frame]
 */
export function asCommand(form, frame) {
  const words = ['ws4ts-dev', 'connect', quote(resolveUrl(form))];
  for (const [name, value] of headersOf(form)) {
    if (name.toLowerCase() === 'origin') words.push('--origin', quote(value));
    else words.push('-H', quote(`${name}: ${value}`));
  }
  for (const subprotocol of subprotocolsOf(form)) words.push('--subprotocol', quote(subprotocol));
  if (form.compression) words.push('--compress');
  if (!frame) return words.join(' ');
  return `printf '%s\\n' ${quote(textOf(frame.payload))} | ${words.join(' ')} --once`;
}

/**
 * Returns a word as a POSIX shell takes it literally.
 * @param {string} word
 */
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
