// Every public name, so that none comes or goes unnoticed: what a name is called is a promise.
import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import * as index from '../src/index.js';
import * as protocol from '../src/protocol.js';
import * as testing from '../src/testing.js';

interface Names {
  readonly module: object;
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const PUBLIC: Readonly<Record<string, Names>> = {
  index: {
    module: index,
    values: [
      'WebSocket',
      'EchoWebSocket',
      'Message',
      'UpgradeRequest',
      'isParts',
      'pathOf',
      'Group',
      'WebSocketManager',
      'WebSocketRoute',
      'carriedRoute',
      'createEndpoint',
      'Router',
      'Route',
      'accept',
      'Doorkeeper',
      'hangUp',
      'refusalOf',
      'writeRefusal',
      'consoleLogger',
      'silentLogger',
      'ConnectionClosed',
      'HandshakeError',
      'ProtocolError',
      'UsageError',
      'WebSocketError',
      'CloseCode',
      'connect',
      'HANDSHAKE_RULES',
      'PROTOCOL_RULES',
      'USAGE_RULES',
    ],
    types: [
      'ClientClass',
      'ClientOptions',
      'Compression',
      'CompressionOptions',
      'CompressionPlan',
      'DeflateDirection',
      'DeflateDirections',
      'DeflateEffort',
      'MessageCodec',
      'SendOptions',
      'SharedMessage',
      'IncomingUpgrade',
      'Data',
      'WaitingSendOptions',
      'WhenFull',
      'DataParts',
      'MessageData',
      'HookResult',
      'Hooks',
      'ConnectionState',
      'BroadcastOptions',
      'BroadcastResult',
      'Membership',
      'Peer',
      'Audience',
      'ManagerBroadcastOptions',
      'Room',
      'CarriedRoute',
      'WebSocketClass',
      'Accepted',
      'DrainOptions',
      'ForwardedHeader',
      'OverRate',
      'ServerOptions',
      'ConnectionOptions',
      'Logger',
      'Endpoint',
      'Match',
      'Routes',
      'Params',
      'Door',
      'Upgrade',
      'RefusalOptions',
      'ErrorCode',
      'HandshakeRule',
      'ProtocolRule',
      'UsageRule',
    ],
  },
  protocol: {
    module: protocol,
    values: [
      'Protocol',
      'Opcode',
      'CloseCode',
      'ProtocolError',
      'UsageError',
      'WebSocketError',
      'asksForWebSocket',
      'openingResponse',
      'readOpeningRequest',
      'drawKey',
      'openingHeaders',
      'readOpeningAnswer',
      'acceptKey',
      'chooseSubprotocol',
      'agreeToDeflate',
      'PermessageDeflate',
    ],
    types: [
      'ProtocolHandler',
      'ProtocolState',
      'MessageData',
      'FrameSink',
      'Role',
      'OpeningRequest',
      'OpeningAnswer',
      'AgreedOpening',
      'OpeningOffer',
      'MessageCodec',
      'DeflateAgreement',
      'DeflateDirections',
      'DeflateEffort',
      'ExtensionOffer',
      'HeaderFields',
      'RequestHead',
    ],
  },
  testing: {
    module: testing,
    values: ['connectInMemory', 'pair'],
    types: ['MemoryClientOptions', 'Pair', 'PairOptions'],
  },
};

/** The names that the source of an entry exports as types. */
async function exportedTypes(entry: string): Promise<string[]> {
  const source = await readFile(new URL(`../src/${entry}.ts`, import.meta.url), 'utf8');
  const lists = [...source.matchAll(/^export (type )?\{([^}]*)\} from/gm)];
  return lists.flatMap(([, isTypes, list]) =>
    list!
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (isTypes || name.startsWith('type ')))
      .map((name) => name.replace(/^type /, '')),
  );
}

describe.each(Object.entries(PUBLIC))('%s', (entry, { module, values, types }) => {
  it('exports these values', () => {
    expect(Object.keys(module).sort()).toEqual([...values].sort());
  });

  it('exports these types', async () => {
    expect((await exportedTypes(entry)).sort()).toEqual([...types].sort());
  });

  it('exports by names alone, so that none escapes this list', async () => {
    const source = await readFile(new URL(`../src/${entry}.ts`, import.meta.url), 'utf8');
    expect(source.match(/^export (\*|default|const|class|function|interface).*$/gm)).toBeNull();
  });
});
