import { buildCallTree } from '../../src/profile/call-tree.js';
import { areaOf, byArea, byFunction } from '../../src/profile/hot-spots.js';
import { sampleProfile } from './sample-profile.js';

test('shares of the busy time, by whose code it is', () => {
  expect(byArea(buildCallTree(sampleProfile))).toEqual([
    { name: '@ws4ts/core wire', share: 0.625 },
    { name: "Node's JavaScript", share: 0.25 },
    { name: 'garbage collection', share: 0.125 },
  ]);
});

test('shares by function', () => {
  expect(byFunction(buildCallTree(sampleProfile)).map(({ name }) => name)).toEqual([
    'mask (wire/mask.js)',
    'onread (node:internal/stream)',
    'parse (wire/frame-parser.js)',
    '(garbage collector)',
  ]);
});

test.each([
  ['(program)', '', 'system calls and native code'],
  ['writev', '', 'native functions called by JavaScript'],
  ['attach', 'file:///x/packages/http/dist/attach.js', '@ws4ts/http'],
  ['send', 'file:///x/node_modules/ws/lib/sender.js', 'ws'],
  ['create', 'file:///x/node_modules/@nestjs/core/index.js', '@nestjs/core'],
  ['main', 'file:///x/tools/bench/dist/servers/net.js', 'the server program'],
])('%s in "%s" is %s', (name, url, area) => {
  expect(areaOf({ name, url })).toBe(area);
});
