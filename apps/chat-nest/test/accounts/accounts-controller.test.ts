import { Stage } from '../support/stage.js';

const stage = new Stage();

test('who signs in gets a token, which says who they are', async () => {
  const ann = stage.stranger();
  expect((await ann.signIn(' Ann ')).status).toBe(200);
  const response = await ann.request('/me');
  expect([response.status, await response.json()]).toEqual([200, { id: expect.any(String), name: 'Ann' }]);
});

test('two people of one name are two', async () => {
  const [one, other] = [await stage.visitor('Ann'), await stage.visitor('Ann')];
  expect(await (await one.request('/me')).json()).not.toEqual(await (await other.request('/me')).json());
});

test('a name that is none is refused, and it is said why', async () => {
  const response = await stage.stranger().signIn('  ');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: ['give a name of 1 to 24 letters'] });
});

test('what nobody asked for is refused', async () => {
  const body = { name: 'Ann', admin: true };
  const response = await stage.stranger().request('/sign-in', { method: 'POST', body });
  expect(response.status).toBe(400);
});

test('without a token nobody is told anything', async () => {
  expect((await stage.stranger().request('/me')).status).toBe(401);
});
