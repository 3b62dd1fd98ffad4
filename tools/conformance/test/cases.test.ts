import { cases } from '@ws4ts/conformance';

const chapter = (id: string) => id.split('.')[0] ?? '';
const autobahn = cases.filter(({ id }) => /^\d/.test(id));

test('ids are unique, and each case names its section and what a server does', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  for (const { section, says } of cases) {
    expect(section).toMatch(/^(RFC \d+ )?§\d/);
    expect(says.length).toBeGreaterThan(5);
  }
});

test('the chapters of the Autobahn test suite are complete', () => {
  const counts = new Map<string, number>();
  for (const { id } of autobahn) counts.set(chapter(id), (counts.get(chapter(id)) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({ 1: 16, 2: 11, 3: 7, 4: 10, 5: 20, 6: 145, 7: 37, 9: 54, 10: 1 });
});
