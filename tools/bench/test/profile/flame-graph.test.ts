import { buildCallTree } from '../../src/profile/call-tree.js';
import { drawFlameGraph } from '../../src/profile/flame-graph.js';
import { sampleProfile } from './sample-profile.js';

const boxes = [
  ...drawFlameGraph(buildCallTree(sampleProfile), 'a < b').matchAll(
    /<title>([^<]*)<\/title><rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g,
  ),
].map(([, title, x, y, width]) => ({ title, x: Number(x), y: Number(y), width: Number(width) }));

test('a box for each call, as wide as its share', () => {
  expect(boxes.map(({ title, width }) => [title, width])).toEqual([
    ['all : 100.0 %', 1199.5],
    ['parse wire/frame-parser.js: 62.5 %', 749.5],
    ['mask wire/mask.js: 50.0 %', 599.5],
    ['onread node:internal/stream: 25.0 %', 299.5],
    ['(garbage collector) : 12.5 %', 149.5],
  ]);
});

test('what is called stands on top of its caller, side by side with the next', () => {
  const [all, parse, mask, onread] = boxes;
  expect(parse!.y).toBeLessThan(all!.y);
  expect(mask!.y).toBeLessThan(parse!.y);
  expect(onread!.y).toBe(parse!.y);
  expect(onread!.x).toBe(750);
});

test('the title is text', () => {
  expect(drawFlameGraph(buildCallTree(sampleProfile), 'a < b')).toContain('>a &#60; b</text>');
});
