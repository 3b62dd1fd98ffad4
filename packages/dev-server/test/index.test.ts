import * as devServer from '../src/index.js';

test('the public names', () => {
  expect(Object.keys(devServer).toSorted()).toEqual(['LoadingError', 'startDevServer']);
});
