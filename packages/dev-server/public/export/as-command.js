// A session as a command for the terminal.
import { headersOf, resolveUrl, subprotocolsOf } from '../session/connection-form.js';

/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */

/**
 * Returns the command that connects as the form does; with a message, it sends that and shows one answer. Throws an Error
 * with a sentence for the user where the message cannot go through a pipe.
 * @param {ConnectionForm} form
 * @param {import('./messages.js').Message} [message]
 */
export function asCommand(form, message) {
  const words = ['ws4ts-dev', 'connect', quote(resolveUrl(form))];
  for (const [name, value] of headersOf(form)) {
    if (name.toLowerCase() === 'origin') words.push('--origin', quote(value));
    else words.push('-H', quote(`${name}: ${value}`));
  }
  for (const subprotocol of subprotocolsOf(form)) words.push('--subprotocol', quote(subprotocol));
  if (form.compression) words.push('--compress');
  if (form.insecure) words.push('--insecure');
  if (!message) return words.join(' ');
  return `printf '%s\\n' ${quote(lineOf(message))} | ${words.join(' ')} --once`;
}

/**
 * Returns a message as the line that the command reads it from.
 * @param {import('./messages.js').Message} message
 */
function lineOf({ payload, isWhole }) {
  if (!isWhole) throw new Error('Not all of this message was kept: no command can send it');
  if (typeof payload !== 'string') throw new Error('A command sends text: this message is binary');
  if (/[\r\n\u2028\u2029]/.test(payload)) throw new Error('To a command each line is a message: this one has several');
  return payload;
}

/**
 * Returns a word as a POSIX shell takes it literally.
 * @param {string} word
 */
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
