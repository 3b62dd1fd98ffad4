// Where a client's masking keys come from. §5.3: "The masking key needs to be unpredictable; thus, the masking key MUST be
// derived from a strong source of entropy".

/** Keys in one call to the system's randomness: a call for each key would cost more than the masking. */
const BATCH = 1024;

const keys = new Int32Array(BATCH);
let next = BATCH;

/** Draws a fresh masking key as a 32-bit number, never 0 (which would send the payload as it is). */
export function drawMaskingKey(): number {
  for (;;) {
    if (next === BATCH) {
      process.getBuiltinModule('node:crypto').randomFillSync(keys);
      next = 0;
    }
    const key = keys[next]!;
    keys[next++] = 0;
    if (key !== 0) return key;
  }
}
