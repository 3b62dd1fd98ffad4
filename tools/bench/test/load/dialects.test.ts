import { dialects, type Speaker } from '../../src/load/dialects.js';

test("socket.io's greeting and events", async () => {
  const said: string[] = [];
  const speaker: Speaker = {
    sendText: (text) => void said.push(`sent ${text}`),
    receiveText: (beginning) => Promise.resolve(void said.push(`heard ${beginning}`)),
  };
  const { greet, target, wrap } = dialects['socket.io'];
  await greet(speaker);
  expect(said).toEqual(['heard 0{', 'sent 40', 'heard 40']);
  expect(target('/echo')).toBe('/socket.io/?EIO=4&transport=websocket');
  expect(wrap(Buffer.from('a "b"'), '/echo').toString()).toBe('42["/echo","a \\"b\\""]');
});

test('who says nothing of their own connects to the path itself', () => {
  const payload = Buffer.from('a');
  expect(dialects.plain.target('/echo')).toBe('/echo');
  expect(dialects.plain.wrap(payload, '/echo')).toBe(payload);
});
