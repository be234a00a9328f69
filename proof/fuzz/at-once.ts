/** Does this with each, so many side by side; what is left goes to whoever is free. */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const hands = Array.from({ length: atOnce }, async () => {
    for (const item of left) await act(item);
  });
  await Promise.all(hands);
}
