// The server as a command.
import { join } from 'node:path';
import { folderOf } from '../support/folder.js';
import { end, start } from '../support/program-run.js';
import { serve } from '../support/served.js';

test('serving tells where, in a table or as JSON, and stops when it is told to', async () => {
  const table = start(['--port', '0']);
  const [, page] = await table.until(/page {2}(\S+)/);
  expect((await fetch(page!)).status).toBe(200);
  await table.until(/ws:\/\/127\.0\.0\.1:\d+\/chat\/:room +Chat +tells everyone/);
  table.stop();
  const { code, output } = await table.ended;
  expect(code).toBe(0);
  expect(output).not.toContain('\u001b');

  const json = start(['--port', '0', '--json', '--token', 'well-kept']);
  const [line] = await json.until(/\{.*\}\n/);
  const told = JSON.parse(line) as { page: string; routes: { path: string }[] };
  expect(told.page).toMatch(/\?token=well-kept$/);
  expect(told.routes.map(({ path }) => path)).toContain('/echo');
});

test('files are served, with paths for classes; what is wrong in them is told: 1', async () => {
  const folder = await folderOf({
    'good.ts': `import { EchoWebSocket } from '@ws4ts/core'; export class Mine extends EchoWebSocket {}`,
    'bad.ts': 'export class {',
  });
  const served = start(['serve', join(folder, 'good.ts'), 'Mine=/mine', '--port', '0']);
  const [url] = await served.until(/ws:\S+\/mine/);
  expect(await end(['connect', url, '--once'], ['hello'])).toMatchObject({ code: 0, output: 'hello\n' });
  const { code, errors } = await end([join(folder, 'bad.ts'), '--port', '0']);
  expect(code).toBe(1);
  expect(errors).toMatch(/bad\.ts cannot be loaded: .*bad\.ts:1:13\n$/);
  expect(await end([join(folder, 'missing.ts'), '--port', '0'])).toMatchObject({ code: 1 });
});

test('a port that is taken: 1', async () => {
  const { port } = new URL((await serve()).url);
  const { code, errors } = await end(['--port', port]);
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `127.0.0.1:${port} is taken: stop what listens there, or choose another --port\n`,
  });
});
