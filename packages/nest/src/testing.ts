// What tests of an application need.
export { createTestSocket } from './testing/create-test-socket.js';
