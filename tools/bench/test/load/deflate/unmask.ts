// Takes apart what a client sends.

/** The payloads of masked frames that are shorter than 64 KiB. */
export function unmask(frames: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frames.length;) {
    const code = frames[at + 1]! & 0x7f;
    const key = at + (code < 126 ? 2 : 4);
    const end = key + 4 + (code < 126 ? code : frames.readUInt16BE(at + 2));
    payloads.push(Buffer.from(frames.subarray(key + 4, end).map((byte, index) => byte ^ frames[key + (index & 3)]!)));
    at = end;
  }
  return payloads;
}
