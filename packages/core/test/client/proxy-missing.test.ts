import { expect, it, jest } from '@jest/globals';
import { rejection } from '../support-connection/deferred.js';

it('a proxy without the package proxy-agent rejects with how to get it', async () => {
  jest.unstable_mockModule('proxy-agent', () => {
    throw new Error("Cannot find package 'proxy-agent'");
  });
  const { connect } = await import('../../src/client/connect.js');
  const error = await rejection(connect('ws://127.0.0.1:9', { proxy: 'http://127.0.0.1:9' }));
  expect(error).toMatchObject({ name: 'UsageError', code: 'WS_USAGE_OPTION' });
  expect(String(error)).toContain('install the package proxy-agent');
});
