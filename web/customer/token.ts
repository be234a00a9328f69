const KEPT_AS = 'link-token';
const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

/**
 * The token of the customer's link: from the fragment, which no browser sends anywhere, else from this tab's session
 * (a reload after the fragment was lost). It goes nowhere but into the Authorization header.
 */
export function readToken(): string | undefined {
  const given = location.hash.slice(1);
  if (given !== '') {
    if (!TOKEN.test(given)) return undefined;
    keep(given);
    return given;
  }
  try {
    return sessionStorage.getItem(KEPT_AS) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(token: string): void {
  try {
    sessionStorage.setItem(KEPT_AS, token);
  } catch {
    // A browser that keeps nothing for us still has the fragment.
  }
}
