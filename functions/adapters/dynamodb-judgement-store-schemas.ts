import * as z from 'zod';
import { signalLevel } from '../contracts/signals.ts';

export const levelItem = z.object({ trackingNumber: z.string(), claimId: z.string(), level: signalLevel });
