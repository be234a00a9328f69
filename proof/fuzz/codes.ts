import type { Pool } from './pool.ts';
import type { Send } from './wire.ts';

/** Stands in bodies for the code that went to the phone of the parcel, and is one as the document takes them. */
export const CODE_OF_PHONE = '424242';

/** The operation that takes a code: what chance draws is always wrong. */
export const TAKES_CODE = 'change-payee';

const CODE = /Код (\d{6})\./;

/**
 * Lets codes be sent to the phones of so many parcels, as their customers would.
 * @param messagesAbout the texts that the phone of a parcel has got, once there is a code among them
 */
export async function withCodes(
  pool: Pool,
  { send, messagesAbout, most }: { send: Send; messagesAbout: MessagesAbout; most: number },
): Promise<Pool> {
  const parcels = [...pool.parcels];
  let asked = 0;
  for (const [place, parcel] of parcels.entries()) {
    const [claimId] = parcel.claims;
    if (claimId === undefined || asked === most) continue;
    const { status } = await send({
      method: 'POST',
      target: `/v1/my/claims/${claimId}/payee/code`,
      headers: [['Authorization', `Bearer ${parcel.link}`]],
    });
    // Decided claims give none.
    if (status !== 202) continue;
    asked += 1;
    const texts = await messagesAbout(parcel.trackingNumber, (text) => CODE.test(text));
    const codes = texts.flatMap((text) => CODE.exec(text)?.[1] ?? []);
    parcels[place] = { ...parcel, code: codes.at(-1) };
  }
  return { ...pool, parcels };
}

export type MessagesAbout = (
  trackingNumber: string,
  isAwaited: (text: string) => boolean,
) => Promise<string[]>;
