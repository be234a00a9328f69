import {
  type MessageProvider,
  MessageProviderFault,
  type OutgoingMessage,
} from '../../functions/messages/ports.ts';
import { ATTEMPT_SECONDS, sendNotice } from '../../functions/messages/send-notice.ts';
import { createSetting, PHONE, policyNotice, TOKEN } from './notice-fixture.ts';

describe('a provider that fails', () => {
  it('to remember is not asked again about what was sent', async () => {
    const { ports, clock, delivered } = createSetting();
    await sendNotice(policyNotice('policy-sold'), ports);
    clock.advance({ hours: 1 });
    const forgetful = { ...ports, provider: { ...ports.provider, find: async () => undefined } };
    expect(await sendNotice(policyNotice('policy-sold'), forgetful)).toBe('already');
    expect(delivered).toHaveLength(2);
  });

  it('on one channel does not keep the other from going out', async () => {
    const { ports, delivered, clock } = createSetting();
    const { provider } = ports;
    const failing = {
      ...ports,
      provider: {
        ...provider,
        send: (message: OutgoingMessage) =>
          message.channel === 'sms' ? Promise.reject(new Error('down')) : provider.send(message),
      },
    };
    await expect(sendNotice(policyNotice('policy-sold'), failing)).rejects.toThrow(MessageProviderFault);
    expect(delivered.map(({ channel }) => channel)).toEqual(['email']);
    clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
    expect(await sendNotice(policyNotice('policy-sold'), ports)).toBe('sent');
    expect(delivered.map(({ channel }) => channel)).toEqual(['email', 'sms']);
  });

  it('never puts a phone, a text or a token into our error', async () => {
    const { ports } = createSetting();
    const provider: MessageProvider = {
      send: (message) => Promise.reject(new Error(`cannot send ${JSON.stringify(message)}`)),
      find: async () => undefined,
    };
    const error: unknown = await sendNotice(policyNotice('policy-sold'), { ...ports, provider }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(MessageProviderFault);
    const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    for (const secret of [PHONE, TOKEN, 'anna@', 'Посылка']) expect(shown).not.toContain(secret);
  });

  it('only to tell us is asked whether it took the message, and that is written down', async () => {
    const { ports, delivered, clock, cases } = createSetting();
    const silent: MessageProvider = {
      ...ports.provider,
      send: async (message) => {
        await ports.provider.send(message);
        throw new Error('timeout');
      },
    };
    const sold = policyNotice('policy-sold');
    await expect(sendNotice(sold, { ...ports, provider: silent })).rejects.toThrow(MessageProviderFault);
    clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
    expect(await sendNotice(sold, ports)).toBe('already');
    expect(delivered).toHaveLength(2);
    const records = await cases.list(sold.trackingNumber);
    expect(records.map(({ channel, status, providerId }) => [channel, status, providerId]).sort()).toEqual([
      ['email', 'sent', 'p-2'],
      ['sms', 'sent', 'p-1'],
    ]);
  });

  it('in our own words is quoted by them', async () => {
    const { ports } = createSetting();
    const closed = () => Promise.reject(new MessageProviderFault('The gateway is closed.'));
    const provider = { ...ports.provider, send: closed };
    await expect(sendNotice(policyNotice('policy-sold'), { ...ports, provider })).rejects.toThrow(
      'The gateway is closed.',
    );
  });

  it('is named by the kind of its error, where it has one', async () => {
    const { ports } = createSetting();
    for (const [thrown, kind] of [
      [new TypeError('fetch failed'), 'TypeError'],
      [PHONE, 'unknown error'],
    ] as const) {
      const provider = { ...ports.provider, send: () => Promise.reject(thrown) };
      await expect(
        sendNotice(policyNotice('policy-sold'), { ...createSetting().ports, provider }),
      ).rejects.toThrow(`The message provider failed: ${kind}.`);
    }
  });
});
