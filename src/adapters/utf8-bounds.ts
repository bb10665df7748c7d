/** The largest length up to `end` that does not cut a UTF-8 character in two. */
export function wholeCharactersEnd(data: Uint8Array, end: number): number {
  if (end >= data.length) return data.length
  let index = end
  // No character has more than three continuation bytes; anything longer is no UTF-8, and may be cut anywhere.
  while (index > 0 && end - index < 3 && isContinuation(data[index])) index--
  return isContinuation(data[index]) ? end : index
}

/** The smallest index from `start` on at which a UTF-8 character begins. */
export function wholeCharactersStart(data: Uint8Array, start: number): number {
  let index = start
  while (index < data.length && index - start < 3 && isContinuation(data[index])) index++
  return isContinuation(data[index]) ? start : index
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
