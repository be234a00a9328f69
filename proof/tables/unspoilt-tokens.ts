import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Command } from './outcomes.ts';

/**
 * Names of transactions. After a known difference one engine may remember a name that another never heard of, so the
 * next transaction with that name gets another one, the same on all of them.
 */
export class UnspoiltTokens {
  readonly #spoilt = new Map<string, number>();

  replacedIn(command: Command): Command {
    if (!(command instanceof TransactWriteCommand)) return command;
    const { ClientRequestToken: token = '' } = command.input;
    const times = this.#spoilt.get(token);
    if (times === undefined) return command;
    return new TransactWriteCommand({ ...command.input, ClientRequestToken: `${token}-${times}` });
  }

  /** By the name that was given, whatever stood for it. */
  spoil(command: Command): void {
    if (!(command instanceof TransactWriteCommand)) return;
    const { ClientRequestToken: token } = command.input;
    if (token !== undefined) this.#spoilt.set(token, (this.#spoilt.get(token) ?? 0) + 1);
  }
}
