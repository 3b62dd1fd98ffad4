// `ws` with `bufferutil`, which masks in native code. Without the add-on there is nothing to measure, so it is asked for first.
import { dirname } from 'node:path';
import type { WebSocketServer } from 'ws';
import { requirePeer } from '../peers.js';
import { serveWs } from '../others/ws-server.js';

const build = requirePeer('node-gyp-build') as (folder: string) => unknown;
build(dirname(requirePeer.resolve('bufferutil/package.json')));
serveWs((requirePeer('ws') as { WebSocketServer: typeof WebSocketServer }).WebSocketServer);
