import { describe, expect, it } from '@jest/globals';
import { chooseSubprotocol } from '../../src/handshake/negotiation.js';

describe('chooseSubprotocol', () => {
  it.each<[offered: string[], supported: 'any' | string[], chosen: string | undefined]>([
    [['chat', 'superchat'], ['superchat', 'chat'], 'chat'],
    [['v3', 'v2', 'v1'], ['v1', 'v2'], 'v2'],
    [['chat'], ['Chat'], undefined],
    [['chat'], [], undefined],
    [[], ['chat'], undefined],
    [['v2', 'v1'], 'any', 'v2'],
    [[], 'any', undefined],
  ])('%j of %j: %j', (offered, supported, chosen) => {
    expect(chooseSubprotocol(offered, supported)).toBe(chosen);
  });
});
