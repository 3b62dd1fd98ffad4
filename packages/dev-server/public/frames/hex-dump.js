// Bytes as people read them: offset, hexadecimal, and the letters of ASCII.

const ROW = 16;

/** Bytes that are shown; a longer dump would be slow, and is read by nobody. */
export const mostBytes = 32_768;

/**
 * Returns the lines of a dump.
 * @param {Uint8Array} bytes
 * @param {number} [row] Bytes in a line.
 */
export function hexDump(bytes, row = ROW) {
  const lines = [];
  for (let at = 0; at < Math.min(bytes.length, mostBytes); at += row) {
    const part = [...bytes.subarray(at, Math.min(at + row, mostBytes))];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(row * 3 - 1)}  ${letters}`);
  }
  return lines.join('\n');
}
