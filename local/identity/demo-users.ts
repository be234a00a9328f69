/** The groups of the user pool that the laptop has people for. */
export const ROLES = ['specialist', 'supervisor', 'analyst', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const DEMO_USERS: readonly { name: string; fullName: string; role: Role }[] = [
  { name: 'anna', fullName: 'Анна Белова', role: 'specialist' },
  { name: 'boris', fullName: 'Борис Климов', role: 'specialist' },
  { name: 'vera', fullName: 'Вера Орлова', role: 'supervisor' },
  { name: 'gleb', fullName: 'Глеб Сафонов', role: 'analyst' },
  { name: 'darya', fullName: 'Дарья Титова', role: 'administrator' },
];

export const userOf = (user: string) => DEMO_USERS.find(({ name }) => name === user);

export const roleOf = (user: string): Role | undefined => userOf(user)?.role;
