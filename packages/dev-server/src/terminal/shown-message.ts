// How a message looks in a terminal: JSON in colours, bytes in hexadecimal with what can be read beside them.
import type { Colors } from './terminal.js';

const BYTES_A_ROW = 16;
const MOST_ROWS = 64;

/** A message for people. */
export function shownMessage(data: string | Buffer, colors: Colors): string {
  return typeof data === 'string' ? shownText(data, colors) : shownBytes(data, colors);
}

function shownText(text: string, colors: Colors): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return text;
    return highlighted(text, colors);
  } catch {
    return visible(text);
  }
}

/** What would move the cursor or change the terminal is shown, not done. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (control) => {
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function highlighted(json: string, { cyan, green, yellow, magenta }: Colors): string {
  return visible(json).replace(TOKEN, (token, text?: string, colon?: string, word?: string) => {
    if (text !== undefined) return colon === undefined ? green(text) : `${cyan(text)}${colon}`;
    return word === undefined ? yellow(token) : magenta(token);
  });
}

function shownBytes(bytes: Buffer, { dim }: Colors): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length && rows.length < MOST_ROWS; at += BYTES_A_ROW) {
    const row = bytes.subarray(at, at + BYTES_A_ROW);
    const hex = row
      .toString('hex')
      .replace(/../g, '$& ')
      .padEnd(BYTES_A_ROW * 3);
    const text = row.toString('latin1').replace(/[^ -~]/g, '.');
    rows.push(`${dim(at.toString(16).padStart(6, '0'))}  ${hex} ${dim(text)}`);
  }
  const left = bytes.length - rows.length * BYTES_A_ROW;
  const rest = left > 0 ? [dim(`… ${left} more`)] : [];
  return [`${bytes.length} bytes`, ...rows, ...rest].join('\n');
}
