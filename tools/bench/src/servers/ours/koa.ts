// ws4ts in a Koa app: a handshake runs through its middleware, a message does not.
import { createServer } from 'node:http';
import Koa from 'koa';
import { EchoWebSocket } from '@ws4ts/core';
import { attach, webSocket } from '@ws4ts/koa';
import { serve } from '../contract.js';
import { compressing, endpoints } from './endpoints.js';

const app = new Koa();
app.use(webSocket(endpoints));
app.use(webSocket('/deflate', EchoWebSocket, compressing));
const answer = app.callback();
const server = createServer((request, response) => void answer(request, response));
attach(server, app);
serve(server);
