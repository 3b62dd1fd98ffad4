// The yardstick: `ws` without its native add-ons, which its row in the table turns off.
import { WebSocketServer } from 'ws';
import { serveWs } from './ws-server.js';

serveWs(WebSocketServer);
