// ws4ts on node:http.
import { createServer } from 'node:http';
import { EchoWebSocket } from '@ws4ts/core';
import { attach } from '@ws4ts/http';
import { serve } from '../contract.js';
import { compressing, endpoints } from './endpoints.js';

const server = createServer();
attach(server, endpoints);
attach(server, { '/deflate': EchoWebSocket }, compressing);
serve(server);
