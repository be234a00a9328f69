import { resolve } from 'node:path';
import { dataDirectoryOf, portOf } from '../../local/settings.ts';

describe('the settings of the laptop', () => {
  it.each([{}, { PORT: '', LOCAL_DATA_DIR: '' }])('have defaults, also for %j', (environment) => {
    expect(portOf(environment)).toBe(3000);
    expect(dataDirectoryOf(environment)).toBe(resolve('.local'));
  });

  it('are taken as given', () => {
    expect(portOf({ PORT: '0' })).toBe(0);
    expect(portOf({ PORT: 'x' })).toBeNaN();
    expect(dataDirectoryOf({ LOCAL_DATA_DIR: '/elsewhere' })).toBe('/elsewhere');
  });
});
