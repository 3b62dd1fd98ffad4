import { servers } from '../../src/plan/server-table.js';
import { describeEnvironment, formatEnvironment } from '../../src/report/environment.js';

test('the figures carry the machine and the versions', () => {
  const rows = servers.filter(({ name }) => name === 'ws' || name === 'net');
  const environment = describeEnvironment(rows, 3, { warmUp: 500, duration: 1000 });
  expect(environment.versions).toEqual({ ws: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  const text = formatEnvironment(environment);
  expect(text).toContain(`Node ${process.version}, `);
  expect(text).toMatch(
    /load \d+\.\d\d before the run; medians of 3 round\(s\) of 1000 ms after 500 ms of warm-up\.\nws \d/,
  );
});
