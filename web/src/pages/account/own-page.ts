/**
 * The page of this app that a text names, else the first one. The address is taken apart as the browser will take it
 * apart, which drops tabs and line ends and reads backslashes as slashes: a test of the text itself would be fooled.
 */
export function ownPage(next: string | undefined, origin: string): string {
  if (!next) return "/";
  let url: URL;
  try {
    url = new URL(next, origin);
  } catch {
    return "/";
  }
  // The origin of `blob:https://…` is the one within it.
  if (url.origin !== origin || !/^https?:$/.test(url.protocol) || url.username || url.password) return "/";
  const page = url.pathname + url.search + url.hash;
  // A path such as //evil.test, which "/.//evil.test" becomes, would be another host once more.
  return /^[/\\]{2}/.test(page) ? "/" : page;
}
