// Managers that are made by whoever was given core here.
import { WebSocketManager, type WebSocket } from '@ws4ts/core';
import { SeenManagers } from '../../src/loading/seen-managers.js';

test('those that are made are seen, those of other makers are not', () => {
  const seen = new SeenManagers();
  const Given = seen.core.WebSocketManager;
  class Own extends Given<WebSocket> {}
  const made = [new Given(), new Own()];
  const foreign = new WebSocketManager();
  expect([...seen]).toEqual(made);
  expect([...seen]).not.toContain(foreign);
});

test('managers are of one class, whoever made them', () => {
  const { WebSocketManager: Given } = new SeenManagers().core;
  class Own extends Given<WebSocket> {}
  expect(new Given()).toBeInstanceOf(WebSocketManager);
  expect(new WebSocketManager()).toBeInstanceOf(Given);
  expect(new Own()).toBeInstanceOf(Own);
  expect(Given.name).toBe('WebSocketManager');
});
