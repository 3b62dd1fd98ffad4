import { RemoteException } from '../../src/client.js';

test.each([
  [{ code: 'WS_REJECTED', message: 'no' }, 'WS_REJECTED', 'no'],
  [{ message: ['a', 'b'] }, undefined, 'a, b'],
  [{ code: 5 }, undefined, 'the request was refused'],
  ['text', undefined, 'the request was refused'],
  [null, undefined, 'the request was refused'],
])('of %p', (data, code, message) => {
  expect(new RemoteException(data)).toMatchObject({ name: 'RemoteException', data, code, message });
});
