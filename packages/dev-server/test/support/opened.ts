// What a test opens, closed after each test, the last one first.
const open: (() => Promise<unknown> | void)[] = [];

/** Closes this after the test. */
export function closeLater(close: () => Promise<unknown> | void): void {
  open.push(close);
}

afterEach(async () => {
  while (open.length > 0) await open.pop()!();
});
