// Counts the tests on the run's last line, for scripts to read, and ends a run that a forgotten socket or timer would
// keep alive for ever.
import { writeSync } from 'node:fs';

/** How long what the tests left open may take to go away by itself, in milliseconds. */
const patience = 5_000;

export default class Summary {
  #passed = 0;
  #failed = 0;
  #watches;

  constructor({ watch, watchAll }) {
    this.#watches = watch || watchAll;
    // Other reporters and jest itself still have something to say when the tests are done: the exit comes after them.
    process.once('exit', () => writeSync(1, `\n${this.#passed} passed, ${this.#failed} failed\n`));
  }

  onRunComplete(_contexts, results) {
    this.#passed = results.numPassedTests;
    // A file that cannot be loaded has no tests to count, and must not look like success.
    this.#failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    if (!this.#watches) setTimeout(() => this.#leave(), patience).unref();
  }

  #leave() {
    this.#failed += 1;
    const open = process.getActiveResourcesInfo().filter((resource) => !['PipeWrap', 'TTYWrap'].includes(resource));
    console.error(`the tests left something open: ${open.join(', ')}; find it with npm test -- --detectOpenHandles`);
    process.exit(1);
  }
}
