/** Reads what a spreadsheet would: semicolons, quotes, lines that end as in Windows. @throws without the mark of UTF-8. */
export function parseCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF'))
    throw new Error('A Russian spreadsheet would take this for another encoding.');
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const match = /^(?:"((?:[^"]|"")*)"|([^;"\r\n]*))(;|\r\n)/.exec(rest);
    if (!match) throw new Error(`No cell begins with ${JSON.stringify(rest.slice(0, 20))}.`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    rest = rest.slice(match[0].length);
    if (match[3] === ';') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
