import { HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { reportOf, reportOfError } from '../../src/messages/exception.js';

const rejected = { status: 'error', code: 'WS_REJECTED' };

test.each([
  ['a WsException', new WsException('no'), { ...rejected, message: 'no' }],
  ['its details', new WsException({ a: 1 }), { ...rejected, message: 'the message was refused', a: 1 }],
  ['a list of reasons', new WsException(['a', 'b']), { ...rejected, message: ['a', 'b'] }],
  ['an HttpException', new HttpException('no', 400), { ...rejected, message: 'no' }],
  ['a code of its own', new WsException({ code: 'MINE', message: 'no' }), { ...rejected, code: 'MINE', message: 'no' }],
])('%s says why', (_what, error, report) => {
  expect(reportOfError(error)).toEqual(report);
});

test.each([new Error('swordfish'), new HttpException('swordfish', 500), 'swordfish', undefined])(
  '%p says nothing',
  (error) => {
    expect(reportOfError(error)).toEqual(reportOf('WS_FAILED'));
    expect(JSON.stringify(reportOfError(error))).not.toContain('swordfish');
  },
);
