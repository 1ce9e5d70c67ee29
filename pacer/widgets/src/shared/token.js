// Names.

/** A name that no other run, page or file has; `crypto.randomUUID` needs HTTPS, which a hub may lack. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
