import { buildMessages } from '../../../src/load/deflate/messages.js';

const messages = buildMessages(64);

test('JSON of about 1 KiB each', () => {
  for (const message of messages) {
    expect(message.length).toBeGreaterThan(900);
    expect(message.length).toBeLessThan(1150);
    expect(JSON.parse(message.toString())).toMatchObject({ type: 'order.updated' });
  }
});

test('none like another, and the same each time', () => {
  expect(new Set(messages.map(String)).size).toBe(64);
  expect(buildMessages(64)).toEqual(messages);
});
