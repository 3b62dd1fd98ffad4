import { Tokens } from '../../src/accounts/tokens.js';
import { Stage } from '../support/stage.js';

const stage = new Stage();

test('a socket is let in with the token in a header, or in the query as pages give it', async () => {
  const ann = await stage.visitor('Ann');
  expect((await (await ann.enter('lobby')).next()).event).toBe('welcome');
  expect((await (await ann.enter('garden', { inQuery: true })).next()).data).toMatchObject({ user: 'Ann' });
});

test.each([
  ['none', ''],
  ['a made-up one', 'sesame'],
  ['one of another server', new Tokens('another key').issue({ id: '1', name: 'Ann' })],
])('a socket with %s is refused before it is open', async (_, token) => {
  for (const inQuery of [false, true]) {
    await expect(stage.stranger().enter('lobby', { token, inQuery })).rejects.toMatchObject({ status: 401 });
  }
});

test('the query is asked only where there is no header', async () => {
  const { token } = await stage.visitor('Ann');
  const response = await stage.stranger().request(`/me?token=${token}`, { token: 'sesame' });
  expect(response.status).toBe(401);
});
