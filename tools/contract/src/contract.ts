// What every server door must do, over real ports: each door runs this with the same fixtures.
import { Stage, type Start } from './stage.js';
import { closing } from './suites/closing.js';
import { draining } from './suites/draining.js';
import { groups } from './suites/groups.js';
import { hooks } from './suites/hooks.js';
import { interop } from './suites/interop.js';
import { rates } from './suites/bounds/rates.js';
import { times } from './suites/bounds/times.js';
import { messages } from './suites/messages.js';
import { openings } from './suites/openings.js';
import { refusals } from './suites/refusals.js';
import { slowReaders } from './suites/bounds/slow-readers.js';

const suites = { openings, refusals, messages, hooks, groups, closing, draining, rates, slowReaders, interop };

/** Describes a door to jest, without compression and with it. */
export function contract(name: string, start: Start): void {
  describe.each([
    [`${name}, as every door`, false],
    [`${name}, as every door that compresses`, true],
  ])('%s', (_name, isCompressing) => {
    const stage = new Stage(start, isCompressing);

    afterEach(() => stage.clear());

    for (const [topic, suite] of Object.entries(suites)) describe(topic, () => suite(stage));
    if (!isCompressing) describe('times', () => times(stage));
  });
}
