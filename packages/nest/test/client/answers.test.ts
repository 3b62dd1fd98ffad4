import { Answers } from '../../src/client/answers.js';

async function all(answers: Answers): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const one of answers) seen.push(one);
  return seen;
}

test('those that wait are given out, and then the end', async () => {
  const answers = new Answers();
  answers.put(1);
  answers.put(2);
  answers.end();
  answers.put(3);
  expect(await all(answers)).toEqual([1, 2]);
});

test('who asks first is told when one comes', async () => {
  const answers = new Answers();
  const asked = all(answers);
  answers.put(1);
  await Promise.resolve();
  answers.put(2);
  answers.end();
  expect(await asked).toEqual([1, 2]);
});

test('an error comes behind those that wait, and the first one counts', async () => {
  const answers = new Answers();
  answers.put(1);
  answers.fail(new Error('first'));
  answers.fail(new Error('second'));
  const iterator = answers[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 1 });
  await expect(iterator.next()).rejects.toThrow('first');
});

test('there is a limit to how many wait', async () => {
  const answers = new Answers();
  for (let n = 1; n <= 1025; n++) answers.put(n);
  await expect(all(answers)).rejects.toMatchObject({ code: 'WS_TOO_SLOW' });
});
