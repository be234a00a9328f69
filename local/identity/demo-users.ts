/** The groups of the user pool that the laptop has people for. */
export const ROLES = ['specialist', 'supervisor', 'analyst', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const DEMO_USERS: readonly { name: string; role: Role }[] = [
  { name: 'anna', role: 'specialist' },
  { name: 'boris', role: 'specialist' },
  { name: 'vera', role: 'supervisor' },
  { name: 'gleb', role: 'analyst' },
  { name: 'darya', role: 'administrator' },
];

export const roleOf = (user: string): Role | undefined => DEMO_USERS.find(({ name }) => name === user)?.role;
