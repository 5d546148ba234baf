import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '../eventually.ts';
import { listen } from './fault-proxy.ts';
import { TcpFaultProxy } from './tcp.ts';

describe('TcpFaultProxy', () => {
  let server: Server;
  let proxy: TcpFaultProxy;
  let received: string;

  beforeEach(async () => {
    received = '';
    server = await listen(
      createServer((socket) => {
        socket
          .on('error', () => undefined)
          .on('data', (chunk) => {
            received += String(chunk);
            socket.write(`did ${String(chunk)}`);
          });
      }),
    );
    proxy = await TcpFaultProxy.start((server.address() as { port: number }).port);
  });

  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  async function open(): Promise<{ socket: Socket; answers: () => string }> {
    const socket = connect(proxy.port, '127.0.0.1');
    let answers = '';
    socket.on('error', () => undefined).on('data', (chunk) => (answers += String(chunk)));
    await once(socket, 'connect');
    return { socket, answers: () => answers };
  }

  it('passes bytes on both ways', async () => {
    const { socket, answers } = await open();
    socket.write('SELECT 1');
    expect(await eventually(answers)).toBe('did SELECT 1');
  });

  it('puts its own place into the address of what it leads to', () => {
    expect(proxy.through('postgres://who:secret@db.example:5432/one')).toBe(
      `postgres://who:secret@127.0.0.1:${proxy.port}/one`,
    );
  });

  it('acts once before the statement has reached the server', async () => {
    const seen: string[] = [];
    proxy.trigger = {
      statement: 'likes_insert',
      moment: 'before',
      act: () => Promise.resolve(void seen.push(received)),
    };
    const { socket, answers } = await open();
    socket.write('BEGIN;');
    await eventually(answers);
    socket.write('likes_insert;');
    await eventually(answers, (text) => text.includes('likes_insert'));
    socket.write('likes_insert;');
    await eventually(() => received === 'BEGIN;likes_insert;likes_insert;');

    expect(seen).toEqual(['BEGIN;']);
  });

  it('acts after the server has done it, before its answer arrives', async () => {
    const seen: [string, string][] = [];
    const { socket, answers } = await open();
    proxy.trigger = {
      statement: 'likes_insert',
      moment: 'after',
      act: () => Promise.resolve(void seen.push([received, answers()])),
    };
    socket.write('likes_insert;');
    await eventually(answers);

    expect(seen).toEqual([['likes_insert;', '']]);
  });

  it('cuts what is connected and refuses what comes, until it is connected again', async () => {
    const { socket } = await open();
    const closed = once(socket, 'close');
    proxy.disconnect();
    await closed;
    const late = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(late, 'close');
    proxy.reconnect();

    const again = await open();
    again.socket.write('SELECT 2');
    expect(await eventually(again.answers)).toBe('did SELECT 2');
    expect(received).toBe('SELECT 2');
  });
});
